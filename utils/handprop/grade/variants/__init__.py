"""Whose numbers are whose: the register that an instructor keeps, what is handed out, whose an answer is."""

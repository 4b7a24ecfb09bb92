"""Grading many submissions at once: on this machine, or on several."""

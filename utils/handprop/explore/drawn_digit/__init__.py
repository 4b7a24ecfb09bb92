"""The explorer of a digit that the learner draws, and of one weight that spoils the reading."""

"""Scores that are kept, in nbgrader's gradebook."""

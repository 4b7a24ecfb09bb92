"""Grading a class: submissions run in a sandbox, answers judged elsewhere, scores kept in a gradebook."""

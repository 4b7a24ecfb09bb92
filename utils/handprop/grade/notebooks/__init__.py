"""The graded notebook that a learner gets back."""

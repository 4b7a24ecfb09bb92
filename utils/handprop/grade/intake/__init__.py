"""What was handed in: finding it, whose it is, and for which lesson."""

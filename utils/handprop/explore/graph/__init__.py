"""The explorer of a computation graph: the way back, one node at a time."""

"""The explorer of one step, sub-step by sub-step."""

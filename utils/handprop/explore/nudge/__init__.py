"""The explorer of a nudge that travels to the loss."""

"""One module for each demo; its ``STORY`` is the demo."""

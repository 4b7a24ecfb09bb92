"""The explorer of derivatives."""

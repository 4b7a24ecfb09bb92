"""The way in for `nbgrader autograde`; only this folder loads nbgrader's converters."""

"""Live demos: a prepared story told with an explorer, full-screen for a beamer, in one HTML file.

>>> [story.name for story in stories()][:2]
['forward_pass', 'error_and_loss']

The list of them is here; what needs the explorers is in `page` (the file), `open` (showing it) and `notes`
(for the instructor).
"""

from handprop.demo.find import find, stories
from handprop.demo.story import Step, Story

__all__ = ["Step", "Story", "find", "stories"]

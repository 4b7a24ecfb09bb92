"""Live demos: a prepared story told with an explorer, full-screen for a beamer, in one HTML file.

>>> [story.name for story in stories()][:2]
['forward_pass', 'error_and_loss']
"""

from handprop.demo.find import find, stories
from handprop.demo.notes import notes
from handprop.demo.open import show
from handprop.demo.page import export, page
from handprop.demo.story import Step, Story

__all__ = ["Step", "Story", "export", "find", "notes", "page", "show", "stories"]

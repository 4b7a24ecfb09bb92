"""The explorers: sliders on a network, answered in the browser within a frame.

Each explorer is one line in a lesson and leaves a picture and a table in the stored notebook.
"""

from handprop.explore.network import network

__all__ = ["network"]

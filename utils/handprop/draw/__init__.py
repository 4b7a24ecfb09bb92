"""Pictures for the lessons: a network with its numbers, a loss curve, the error of a numeric
derivative, the plane of a network with two inputs, small images, a table of what was read as what.

Each function returns a `Picture`: shown in a notebook with alternative text, and printed as numbers.
Nothing is drawn, and matplotlib is not imported, before the picture is shown or saved.
"""

from handprop.draw.confusion import confusion
from handprop.draw.curve import loss_curve
from handprop.draw.decision import decision_boundary
from handprop.draw.images import images
from handprop.draw.layout import AREAS, COLOURS, digits
from handprop.draw.network import network
from handprop.draw.picture import Picture
from handprop.draw.v_curve import v_curve

__all__ = [
    "AREAS", "COLOURS", "Picture",
    "confusion", "decision_boundary", "digits", "images", "loss_curve", "network", "v_curve",
]  # fmt: skip

"""More questions like those of an exercise, drawn towards the mistakes that a learner made.

>>> from handprop.practice import practice
>>> more = practice("06")                   # doctest: +SKIP
>>> more([1.2, -0.4, 0.3, 0, 0.5, 0.1])     # doctest: +SKIP
"""

from handprop.practice.session import Practice, practice

__all__ = ["Practice", "practice"]

"""Back-propagation of any dense network, written out as on paper: the sheet to work on, and the solution."""

from handprop.worksheet.problem import Problem, drawn, from_file
from handprop.worksheet.worksheet import Worksheet, worksheet

__all__ = ["Problem", "Worksheet", "drawn", "from_file", "worksheet"]

"""Type sizes and spaces of the printed page, in points."""

from __future__ import annotations

TITLE = 22.0
SECTION = 15.0
HEADING = 10.0
VALUE = 16.0  # the figure on a card
BODY = 8.5
TABLE = (8.0, 7.4, 6.8, 6.2)  # a table takes the largest size at which its numbers fit
SMALL = 7.4
CAPTION = 6.8
LEADING = 1.4
INDENT = 9.0  # a level of rows below others
ASCENT = 0.95  # from the top of a line to its baseline, in sizes

GAP = 14.0  # between blocks
INSET = 10.0  # inside boxes
RADIUS = 5.0
HAIR = 0.5

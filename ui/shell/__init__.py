"""The frame of the window: rail, top bar, page header, status line, and the base that lays them out."""

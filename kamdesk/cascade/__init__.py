"""Targets handed down a tree: the sheet of a plan in memory, how a total is shared out, how a difference moves."""

"""Cascada: the targets of a year down the tree, shared out, changed by hand, put in force."""

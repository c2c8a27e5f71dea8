"""Budgets as people see them: the sheet of a year, what is left of a line, what an expense does to it."""

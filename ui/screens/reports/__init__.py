"""Informes: a report chosen, seen, printed, saved and sent."""

"""Ajustes: every option of the program, and the keyboard map."""

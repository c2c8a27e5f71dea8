"""Intercambio: files for others, files from others, and backups."""

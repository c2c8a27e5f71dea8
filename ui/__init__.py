"""The window: shows what kamdesk decides; the only package that imports PySide6."""

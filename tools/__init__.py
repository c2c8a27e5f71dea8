"""What people who work on Kamdesk use: dev.py and the modules behind its verbs."""

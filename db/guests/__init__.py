"""Edits of people without Kamdesk: plain files note what SQLite browsers change, and it comes back reviewed."""

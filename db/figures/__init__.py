"""The SQL behind kamdesk.figures, same file names."""

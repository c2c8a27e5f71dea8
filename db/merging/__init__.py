"""Joins shared files: the journal folded into cells, files made from cells, and cells of others joined, set by set."""

"""Cierre de información: what of a month is loaded, from which source and for whom."""

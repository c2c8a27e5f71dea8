"""Promociones: plans on a board with their record, and what worked."""

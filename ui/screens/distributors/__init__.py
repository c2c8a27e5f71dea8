"""Distribuidores y agentes: list and record, credit, recruitment, network."""

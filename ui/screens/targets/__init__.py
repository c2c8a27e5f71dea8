"""Objetivos y ventas."""

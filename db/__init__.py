"""Keeps the data: the only package that imports sqlalchemy."""

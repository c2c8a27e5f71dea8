"""Clientes: the list beside the record, the table, and who may be the same."""

from ui.screens.clients.screen import ClientsScreen

__all__ = ["ClientsScreen"]

"""Pedidos y cobros: the receivables."""

"""Pedidos y cobros: orders with their lines, invoices, payments and promises, returns and quality."""

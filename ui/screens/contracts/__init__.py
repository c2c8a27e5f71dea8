"""Contratos: grid with its strip of twelve months, the record with what was agreed, the expiry radar."""

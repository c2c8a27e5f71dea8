"""Pronóstico: what is expected of the months to come, adjusted by hand with a reason, and how far it was off."""

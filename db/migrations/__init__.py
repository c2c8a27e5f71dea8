"""Steps from one version of the schema to the next: ``v0002_name.py`` with ``upgrade(op)``; version 1 is the first."""

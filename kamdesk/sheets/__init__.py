"""Any kind from and to Excel and CSV: reading in a guarded child process, mapping, staging, writing."""

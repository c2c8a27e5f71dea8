"""Reports as plain data: sections, tables, charts, notes; no layout."""

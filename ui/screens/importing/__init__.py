"""Importar: a spreadsheet, or cells from the clipboard, into the base; looked at before anything is written."""

from ui.screens.importing.wizard import ImportWizard, open_import

__all__ = ["ImportWizard", "open_import"]

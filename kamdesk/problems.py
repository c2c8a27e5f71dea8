"""Problem: the only error a person is meant to read."""

from __future__ import annotations


class Problem(Exception):
    """Something the person can mend: one translated sentence, the field it belongs to, nothing changed.

    ``details`` holds lines that unfold under the sentence (refused rows, names of files).
    Every other exception is a bug and goes to the log and the error dialog.
    """

    def __init__(self, message: str, *, field: str | None = None, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.details = details


class Warned(Problem):
    """A warning («aviso») that stops a command only until the person confirms it."""

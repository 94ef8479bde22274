"""Our own failures; faults in a user's data are findings, never exceptions."""

from __future__ import annotations


class XlsuiteError(Exception):
    """Something xlsuite could not do; the text is a Chinese sentence for the user."""


class UsageError(XlsuiteError):
    """What was asked for cannot be done as asked: a wrong option, a setting that cannot be read."""


class UnreadableFile(XlsuiteError):
    """A file that cannot be read; `code` is one of the codes of the JSON output (contract §2)."""

    CODES = ("encrypted", "not_a_workbook", "damaged", "too_large", "locked", "unsupported")

    def __init__(self, code: str, message: str) -> None:
        if code not in self.CODES:
            raise ValueError(code)
        super().__init__(message)
        self.code = code


class OutputExists(XlsuiteError):
    """The output file is already there and is never replaced silently."""


class UnwritableOutput(XlsuiteError):
    """The output could not be written; what stood there before is untouched."""


class NotFinal(XlsuiteError):
    """A report that cannot be issued yet; the text says what is still to be done."""

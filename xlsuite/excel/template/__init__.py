"""The blank ledger workbook that lives without a plug-in."""

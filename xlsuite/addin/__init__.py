"""The Excel add-in: a ribbon tab whose buttons run the command line's verbs on the workbook in front of the user."""

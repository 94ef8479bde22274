"""xlwings and what stands behind it: how it is imported, and workbook files as a program it can speak to."""

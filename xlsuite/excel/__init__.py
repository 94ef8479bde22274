"""Workbooks as files: reading them safely into grids, and writing new ones beside them."""

"""Words: the manual, reports and their templates."""

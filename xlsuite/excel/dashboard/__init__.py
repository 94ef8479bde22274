"""一览: the one-page dashboard, drawn once for values (`summarize -o`) and for live formulas (the template)."""

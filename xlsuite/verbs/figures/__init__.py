"""The figures and tables of 汇总: each declared once, with the rows it counts."""

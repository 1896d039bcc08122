"""From the bytes of a workbook to plain tables that remember where every value stands.

- limits: every limit of reading, in one table
- preflight, package: bytes to parts whose checksums hold, and what each is for
- rawsheet, styles: what the reader of values does not tell: errors, formulas, hidden rows, formats
- grid: the values of each sheet, read by calamine from the checked parts
- names, headings, rows: which sheet, column and row is what
- drawn: colours, widths and pictures, for templates that a trust has edited
- cells, dates, amounts: one cell to its value, with the repair if there was one
- tables: all of it together, for the sheets that the layout declares
- onesheet: a single sheet of the tool's own, declared columns as values and the others as they stand
"""

"""Tables to .xlsx bytes: `book` writes, `standard` makes an academy's workbook, `trust` makes trust.xlsx.

`live` turns the declaration's conditions into the formulas that say what is open; `grid` knows which
column stands where; `look` is what a trust's own copy lends to it. Only `book` knows the library that writes.
"""

"""Excel workbooks that are written.

The standard workbook is filled: `standard` puts an academy's `contents` into the `template`, sheet by sheet (`form` for
Start, `tables` for the input sheets, `new_sheet` for those made anew), in the styles that its `samples` show; `filled`
makes a package of it. The template itself (`start`, `sheets`, `samples`), trust.xlsx (`trust`) and all other workbooks
are written by `book`, which alone knows the library that writes.

`live` turns the declaration's conditions into the formulas that say what is open, and asks the rule book when and of
whom; `grid` knows which column stands where.
"""

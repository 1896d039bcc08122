"""The standard workbook of an academy, and trust.xlsx.

An academy's workbook is filled, not drawn: `standard_book` puts its `contents` into the `template`, sheet by sheet
(`filled_start` for Start, `filled_table` for the input sheets, `new_sheet` for those made anew), in the styles that the
template's sheet Samples shows; `filled_workbook` makes a package of it. The template itself (`start_sheet`,
`input_sheet`, `samples_sheet`) and trust.xlsx are written by `excel.writing.book`, once.

`trust_rows` changes and adds rows of a trust.xlsx that its keepers have made theirs, and leaves all else as it was.

`live_checks` turns the declaration's conditions into the formulas that say what is open, and asks the rule book when
and of whom; `column_places` knows which column stands where.
"""

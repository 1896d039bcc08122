"""From the bytes of a workbook to plain tables that keep the place of every value.

- reading_limits: every limit of reading, in one table
- preflight, file_kinds, package: bytes to parts with right checksums, and what each is for
- plain_xml, sheet_cells: a sheet's XML as Excel writes it, and its cells gone through once
- raw_sheet, number_formats: what calamine does not give: errors, formulas, hidden rows, formats
- cell_grid: the values of each sheet, read by calamine from the checked parts
- template_versions, name_matching, sheet_matching, headings, table_rows: which sheet, column and row is what
- key_columns, columns, merged_blocks: the values of a table; form_sheet, settings_sheet: a form, the carried settings
- cell_values, nothing_said, dates, amounts: one cell to its value, with the repair if there was one
- payroll_numbers, named_numbers, pay_points: repairs that need other sheets, or the staff list
- start_defaults: blank cells whose value Start says once for all rows
- waiting_rows: rows that were issued and left as they are
- damage, personal_data: what is told of a workbook besides
- findings_answers: what an office typed on the sheet Findings
- own_sheets, sheet_copies: the office's own sheets, and how a copy of a sheet differs from it
- draft_table, workbook_tables: all of it together, for the sheets that the layout declares
- single_sheet: one sheet of the tool's own, declared columns as values and the others raw
- drawn: colours, widths and pictures, for templates that a trust has edited
"""

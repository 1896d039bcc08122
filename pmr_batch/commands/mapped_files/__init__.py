"""Files that others made, taken in by a mapping that is proposed, corrected in Excel and kept: for `adopt` and `staff`.

- source_file, text_file: the cells of a workbook, or of a text file (CSV), read as safely as a return
- table_finding: the tables in its sheets: heading rows, and the columns below them
- cell_kinds, value_reading: what the cells of a column hold, and the value of a cell
- person_names: names of people, compared and put in the order in which the staff list has them
- mapping_book, saved_mapping: the mapping as an Excel file, written and read back
"""

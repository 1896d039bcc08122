"""The layout of the workbooks: sheets, columns, and when a cell is required. Declared once."""

"""What the workbooks look like: sheets, columns, and when a cell is required. Declared once."""

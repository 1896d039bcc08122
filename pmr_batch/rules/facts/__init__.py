"""What rules read beyond cells: a value for each row of a sheet, from cells, settings and other facts."""

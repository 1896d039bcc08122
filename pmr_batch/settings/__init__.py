"""The trust's settings: read from trust.xlsx, or from the Settings sheet of a workbook, whole or refused."""

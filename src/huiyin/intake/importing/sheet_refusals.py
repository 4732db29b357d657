"""Why the program that opens a workbook gives no rows, as it says so to whoever started it."""

BROKEN, TOO_LARGE, NO_SHEET, NO_TABLE = "broken", "too large", "no such sheet", "no table"

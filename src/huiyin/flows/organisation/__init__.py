"""The organisation as one workbook: what it looks like, reading it, trying it, writing it, and out again."""

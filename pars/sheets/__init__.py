"""Answers that were gathered elsewhere, in a spreadsheet: which column is which, and what each row says of whom."""

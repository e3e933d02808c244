"""Tables that come in: a workbook, delimited text or XML of anybody's, read within limits into headings and lines."""

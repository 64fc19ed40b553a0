"""The open workbook: read, checked and marked in the spreadsheet program that holds it, by way of xlwings."""

"""Workbooks of spreadsheet programs, read in a process of their own with little memory and time. Formats: XLSX, ODS, XLS."""

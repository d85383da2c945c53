"""Imports: a file is checked without writing anything else, then recorded whole or not at all, and undone whole.

A page only asks (`asking`); the background does it (`work`), reads the file in a child process (`reading`), judges each row
by the columns of its kind (`parcels`), and keeps the rows with what is wrong with them.
"""

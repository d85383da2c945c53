"""The public facts that an office starts with: data files in ``data/``, and what ``manage.py seed`` runs.

`reading` reads the files, `book` finds or makes the row that a key stands for, `load` goes through them.
Imports point down: to `cases.actions` and below.
"""

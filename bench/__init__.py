"""How long things take with very many records: each bench is a module here with a function `contests(loaded)`.

It stands on the records of `bench.load`, or has a `load(rows)` of its own with `loaded()` for what its contests need.

`make bench` loads synthetic records into a database of its own and races, for each thing that people do, what the
product does against the least that the database needs for it and against what one would write in plain Django.
"""

BENCHES = ("contested", "duplicates", "exports", "imports", "lists", "names", "policies", "today")

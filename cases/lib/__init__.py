"""Pure Python of the house: no Django, no database, nothing outside the standard library."""

"""Records put into words and shapes for the pages: no rule is here, and nothing is written."""

"""Is the proof of access one? Each guard is taken out in turn, and the proof must notice (`make prove`)."""

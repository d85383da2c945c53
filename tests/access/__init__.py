"""A package, so that the world that is made for the proof goes with its last test and meets no other."""

"""A package, so that the office that is made for the walks goes with the last of them and meets no other test."""

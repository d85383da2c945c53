"""Homeward: people, the mail between them, and the way home."""

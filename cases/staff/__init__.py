"""The people who work here, as those who keep accounts see them: invited, helped, signed out."""

"""Checklists: what has been looked at so far, to look at again with a prescriber."""

"""What a person may do with what is kept of them: see it, take it along, come back to it, erase it."""

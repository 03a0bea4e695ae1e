"""What was tried: read from how people tell it, and set against the published checklists."""

"""Tools that make an appointment better: what was tried, how it went, what it adds up to."""

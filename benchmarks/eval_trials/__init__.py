"""How well treatment trials are read from people's own words."""

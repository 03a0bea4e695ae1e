"""How well danger is noticed."""

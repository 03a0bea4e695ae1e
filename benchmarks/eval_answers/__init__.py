"""Measures whether questions get the right answer; see __main__.py."""

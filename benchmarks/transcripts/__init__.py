"""Talks with the running assistant, written down as they went."""

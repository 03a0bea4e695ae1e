"""Guided exercises, each from one file in `content/exercises/`: their state, their words, and the tool. Pure."""

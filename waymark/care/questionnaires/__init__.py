"""Questionnaires: what a message does to an open one, and what the answers come to."""

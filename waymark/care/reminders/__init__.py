"""Reminders that a person asks for: when, read from their words, and when next."""

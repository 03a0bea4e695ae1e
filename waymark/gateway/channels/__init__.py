"""Messaging channels: each keeps to `port.Channel`, and the desk does for all of them what all of them need."""

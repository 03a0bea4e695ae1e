"""Messaging channels: each keeps to `port.Channel`; the rest of this folder does what all of them need."""

"""Check-ins: how daily life and side effects went, and what changed in a treatment. Pure."""

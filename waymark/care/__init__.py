"""Tools for a person's own care: questionnaires, what they add up to, how that changes. Pure; no Rasa, no database."""

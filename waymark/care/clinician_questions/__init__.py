"""Questions that a person wants to ask their clinician, kept as one list wherever they came from."""

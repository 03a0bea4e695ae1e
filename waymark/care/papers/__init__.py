"""Papers: what a person may show or give to their clinician, made from what is kept."""

"""All that Rasa loads: thin shells over the library. The only package that imports Rasa."""

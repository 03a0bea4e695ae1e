"""Finds which card answers a question, and puts it into words. Knows neither Rasa nor the crisis talk.

Nothing is imported here: whoever only needs the words of a response must not pay for spaCy or scikit-learn.
"""

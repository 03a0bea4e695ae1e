"""The public face of Waymark: HTTP, sessions, the path of a message. Imports neither rasa, spaCy nor TensorFlow."""

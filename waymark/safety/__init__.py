"""Notices danger in what a person writes and decides what is said about it. Imports neither rasa nor spaCy."""

from waymark.safety.assess import Assessment, Assessor, Turn
from waymark.safety.respond import Decision, Responder, RiskState

__all__ = ["Assessment", "Assessor", "Decision", "Responder", "RiskState", "Turn"]

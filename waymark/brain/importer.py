"""Teaches Rasa the questions that the cards answer, straight from `content/`: no generated files.

Only asks and titles are taught, never the words of an answer: those can be reworded without training.
"""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waymark.brain import resources

ASK_CARD = "ask_card"


class CardImporter(RasaFileImporter):
    """Reads the project's files, and adds every card's asks as examples of `ask_card`."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the examples of data/nlu together with those of the cards."""
        merged: TrainingData = super().get_nlu_data(language).merge(TrainingData(training_examples=card_examples()))
        return merged


def card_examples() -> list[Message]:
    """Return one example per ask and title of each card; its metadata names the card."""
    return [
        Message.build(text=text, intent=ASK_CARD, example_metadata={"card": card.id})
        for card in resources.content().cards.values()
        for text in card.asks
    ]

"""Teaches Rasa the questions that the cards answer, straight from `content/`: no generated files.

Only asks and titles are taught, never the words of an answer: those can be reworded without training.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.training_data.structures import RuleStep, StoryGraph, StoryStep
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waymark.brain import resources
from waymark.brain.questionnaires import QUESTIONNAIRE_FORM
from waymark.brain.tools import TOOL_FORM

ASK_CARD = "ask_card"


class CardImporter(RasaFileImporter):
    """Reads the project's files, and adds every card's asks as examples of `ask_card`.

    What is written once for an open questionnaire holds for an open tool too, unless a rule there says otherwise.
    """

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the examples of data/nlu together with those of the cards."""
        merged: TrainingData = super().get_nlu_data(language).merge(TrainingData(training_examples=card_examples()))
        return merged

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Return the rules of data/rules, and those for an open tool that they stand for."""
        stories: StoryGraph = super().get_stories(exclusion_percentage)
        return stories.merge(StoryGraph(tool_rules(stories.story_steps)))


def tool_rules(steps: Iterable[StoryStep]) -> list[RuleStep]:
    """Return the rules for an open questionnaire, told of an open tool, for each intent that has no rule there."""
    rules = [step for step in steps if isinstance(step, RuleStep)]
    written = {intent_of(rule) for rule in rules if form_of(rule) == TOOL_FORM}
    return [
        _told_of_tool(rule) for rule in rules if form_of(rule) == QUESTIONNAIRE_FORM and intent_of(rule) not in written
    ]


def _told_of_tool(rule: RuleStep) -> RuleStep:
    told = rule.create_copy(use_new_id=True)  # Rasa knows rules by their ids: a second one would replace the first
    told.block_name, told.events = f"{rule.block_name} (tool)", deepcopy(rule.events)
    for event in told.events:
        if isinstance(event, ActiveLoop) and event.name == QUESTIONNAIRE_FORM:
            event.name = TOOL_FORM
        elif isinstance(event, ActionExecuted) and event.action_name == QUESTIONNAIRE_FORM:
            event.action_name = TOOL_FORM
    return told


def form_of(rule: RuleStep) -> str | None:
    """Return the form that must be open for a rule."""
    conditions = rule.get_rules_condition()
    return next((event.name for event in conditions if isinstance(event, ActiveLoop)), None)


def intent_of(rule: RuleStep) -> str | None:
    """Return the intent that a rule answers."""
    return next((event.intent_name for event in rule.events if isinstance(event, UserUttered)), None)


def card_examples() -> list[Message]:
    """Return one example per ask, follow-up and title of each card; its metadata names the card."""
    return [
        Message.build(text=text, intent=ASK_CARD, example_metadata={"card": card.id})
        for card in resources.content().cards.values()
        for text in (*card.asks, *card.follow_ups)
    ]

"""Finds the card that answers, and has the last word between a card and what the intent calls for."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waymark.answers.choose import Choice, choose
from waymark.answers.find import CardFinder, Found
from waymark.answers.focus import is_readable
from waymark.answers.learn import examples, learn_index
from waymark.answers.rank import CardIndex
from waymark.answers.thread import Thread
from waymark.brain import resources
from waymark.brain.turns import CRISIS

ASK_MORE = "ask_more"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CardRanker(GraphComponent):
    """Sets `card` (verdict and cards) in the parse data, and the entities `card` and `thread` when a card is given."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, index: CardIndex | None = None):
        self._storage = model_storage
        self._resource = resource
        self._index = index

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CardRanker:
        """Return an untrained component."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CardRanker:
        """Return the trained component; cards that were removed from `content/` since then are left out."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, CardIndex.load(folder).only(resources.content().cards))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the cards; the training data only tells Rasa when their asks have changed."""
        topics = resources.content().topics
        self._index = learn_index(examples(topics), list(topics), resources.teaching_encoder(), _named_topics)
        resources.teaching_encoder().keep()
        with self._storage.write_to(self._resource) as folder:
            self._index.save(folder)
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Settle the intent of each message that is no crisis, and which cards go with it."""
        for message in messages:
            intent = message.get("intent") or {}
            if intent.get("name") == CRISIS:
                continue
            name = str(intent.get("name"))
            choice = choose(
                name,
                float(intent.get("confidence", 0)),
                self._find(message, name, tracker.get_slot("thread")),
                is_readable=is_readable(message.get("text") or ""),
                is_wish=name in resources.toolbox().by_intent,
                is_question=not resources.toolbox().shows(name)
                and resources.responder().languages.asks_something(message.get("text") or ""),
            )
            message.set("intent", {"name": choice.intent, "confidence": choice.confidence}, add_to_output=True)
            message.set("card", _written(choice), add_to_output=True)
            given = choice.given(resources.content().treatments)
            if given:
                message.set("entities", [*(message.get("entities") or []), *card_entities(*given)], add_to_output=True)
        return messages

    def _find(self, message: Message, intent: str, thread: str | None) -> Found:
        assert self._index is not None, "the component is loaded from a trained model"
        finder = CardFinder(
            resources.content().topics,
            resources.encoder(),
            resources.entity_reader(),
            self._index,
            resources.comparisons(),
        )
        return finder.find(
            message.get("text") or "", message.get("embedding"), thread=thread, wants_more=intent == ASK_MORE
        )


def card_entities(*card_ids: str) -> list[dict[str, str]]:
    """Return the entities that make the dialogue remember the first card, and the topics of all as the thread."""
    values = {"card": card_ids[0], "thread": Thread(tuple(card.split(".")[0] for card in card_ids)).written}
    return [{"entity": name, "value": value, "extractor": CardRanker.__name__} for name, value in values.items()]


def _written(choice: Choice) -> dict[str, Any]:
    verdict = "compare" if choice.pair else choice.ranking.verdict
    return {"verdict": verdict, "cards": choice.ranking.ids, "second": choice.second, "pair": choice.pair}


def _named_topics(text: str) -> frozenset[str]:
    return frozenset(entity.id for entity in resources.entity_reader().read(text))

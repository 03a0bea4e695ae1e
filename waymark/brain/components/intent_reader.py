"""Reads what a person does with a message: a linear model over sentence vectors."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waymark.answers.focus import focus
from waymark.answers.intents import learn_intents
from waymark.answers.linear import LinearModel
from waymark.brain import resources
from waymark.brain.turns import CRISIS

_SHOWN = 3  # more of the ranking only makes stored conversations longer


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentReader(GraphComponent):
    """Sets the intent, except where the safety decision has set it; keeps the vector for the ranking of cards."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: LinearModel | None = None):
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentReader:
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
    ) -> IntentReader:
        """Return the trained component."""
        resources.encoder()
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LinearModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples; rare intents count as much as `ask_card` with its hundreds."""
        taught = [message for message in training_data.intent_examples if message.get("text")]
        vectors = resources.teaching_encoder().encode([message.get("text") for message in taught])
        intents = [message.get("intent") for message in taught]
        resources.teaching_encoder().keep()
        self._model = learn_intents(vectors, intents)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking` of each message that is no crisis."""
        assert self._model is not None, "the component is loaded from a trained model"
        for message in messages:
            if (message.get("intent") or {}).get("name") == CRISIS:
                continue
            vector = resources.encoder().encode([focus(message.get("text") or "")])[0]
            likelihoods = self._model.probabilities(vector)
            ranking = [
                {"name": self._model.labels[place], "confidence": float(likelihoods[place])}
                for place in likelihoods.argsort()[::-1][:_SHOWN]
            ]
            message.set("embedding", vector)
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

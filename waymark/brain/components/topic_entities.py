"""Marks the topics that a message names, so that a reader of the conversation sees what was recognised."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from waymark.brain import resources


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TopicEntities(GraphComponent):
    """Adds one `topic` entity for each topic named by one of its synonyms."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicEntities:
        """Return the component, its topics read from `content/`."""
        resources.entity_reader()  # read now: a fault must stop the start, not the first message
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the named topics to the entities of each message."""
        for message in messages:
            text = message.get("text") or ""
            found = [
                {
                    "entity": "topic",
                    "value": entity.id,
                    "start": entity.start,
                    "end": entity.end,
                    "extractor": type(self).__name__,
                }
                for entity in resources.entity_reader().read(text)
            ]
            message.set("entities", [*(message.get("entities") or []), *found], add_to_output=True)
        return messages

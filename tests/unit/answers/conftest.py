"""A small world of three topics, and an encoder that knows only which words two texts share."""

from __future__ import annotations

import re
from datetime import date
from zlib import crc32

import numpy as np
import pytest

from waymark.content import Content
from waymark.content.schema import (
    AnswerFile,
    Card,
    CardHead,
    PhraseFile,
    Response,
    ResponseButton,
    Source,
    Spellings,
    Topic,
    TopicHead,
)
from waymark.messages import Paragraph


class WordEncoder:
    """Gives texts with the same words the same direction."""

    def encode(self, texts):
        vectors = np.zeros((len(texts), 256), np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, crc32(word.encode()) % 256] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(norms, 1e-9)


def card(topic: str, name: str, facet: str, title: str, asks: list[str], *, more: bool = False) -> Card:
    return Card(
        id=f"{topic}.{name}",
        topic=topic,
        title=title,
        head=CardHead(facet=facet, evidence=("review",), sources=("one-2020",), asks=tuple(asks)),
        short=(Paragraph(text=f"The short answer to {title}"),),
        more=(Paragraph(text=f"More about {title}"),) if more else (),
        questions=(f"What about {title}",) if more else (),
    )


def topic(name: str, synonyms: list[str], cards: list[Card], status: str = "drafted") -> Topic:
    reviewed = {"reviewed_by": "Dr. A", "reviewed_on": date(2026, 1, 1)} if status == "reviewed" else {}
    head = TopicHead(
        title=name.title(),
        summary="x",
        synonyms=tuple(synonyms),
        status=status,
        reviewed_by=reviewed.get("reviewed_by"),
        reviewed_on=reviewed.get("reviewed_on"),
        review_due=date(2027, 1, 1),
    )
    return Topic(id=name, head=head, cards=tuple(cards))


def asks(*phrases: str) -> list[str]:
    return [f"{start} {phrase}" for phrase in phrases for start in ("please tell me", "so", "hello")]


TOPICS = {
    "ect": topic(
        "ect",
        ["ect", "electroconvulsive therapy", "electro-convulsive therapy"],
        [
            card("ect", "what", "what", "What is ECT?", asks("what is ect", "ect meaning explained"), more=True),
            card(
                "ect", "memory", "side_effects", "Does ECT affect memory?", asks("ect memory loss", "forget after ect")
            ),
            card("ect", "cost", "cost_access", "What does ECT cost?", asks("ect cost money", "price for ect")),
            card("ect", "safety", "side_effects", "Is ECT safe?", asks("ect safe", "dangerous ect")),
        ],
    ),
    "tms": topic(
        "tms",
        ["tms", "magnetic stimulation", "rtms"],
        [
            card("tms", "what", "what", "What is TMS?", asks("what is tms", "tms meaning explained")),
            card("tms", "cost", "cost_access", "What does TMS cost?", asks("tms cost money", "price for tms")),
        ],
        status="reviewed",
    ),
    "sleep": topic(
        "sleep",
        ["sleep", "insomnia"],
        [card("sleep", "what", "what", "Why does sleep matter?", asks("why does sleep matter", "insomnia depression"))],
    ),
}

RESPONSES = {
    "greet": (
        Response(text="Hello.\n\nCall {line}.\n", buttons=(ResponseButton(title="Start", card="ect.what"),)),
        Response(text="Hello again.", buttons=(ResponseButton(title="Help", intent="ask_capabilities"),)),
    ),
    "capabilities": (Response(text="I know:\n\n{topics}\n\nThat is all."),),
    "suggest_cards": (Response(text="Which one?"),),
    "more_title": (Response(text="Tell me more"),),
    "ask_clinician_heading": (Response(text="Ask your clinician"),),
    "drafted_note": (Response(text="No clinician has reviewed this."),),
    "no_more_on_card": (Response(text="That is all."),),
    **{
        name: (Response(text=name),)
        for name in (
            "sure_title",
            "simpler_title",
            "save_title",
            "again_lead",
            "how_sure_lead",
            "evidence_review",
            "review_drafted",
            "review_due",
            "sources_heading",
            "comparison_lead",
            "not_compared_directly",
            "decides_heading",
            "fact_what",
            "fact_how_fast",
            "fact_who_not",
        )
    },
}


@pytest.fixture(scope="session")
def topics():
    return TOPICS


@pytest.fixture(scope="session")
def encoder():
    return WordEncoder()


@pytest.fixture(scope="session")
def small_content() -> Content:
    return Content(
        topics=TOPICS,
        sources={
            "one-2020": Source(authors="One", title="A study", year=2020, kind="review", url="https://one.example")
        },
        countries={},
        phrases=PhraseFile.model_construct(phrases=()),
        spellings=Spellings(),
        answers=AnswerFile.model_construct(questions={}),
        crisis={},
        responses=RESPONSES,
    )

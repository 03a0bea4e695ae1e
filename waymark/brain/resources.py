"""What the parts of the brain share in one process: each is read once, when it is first asked for."""

from __future__ import annotations

import os
from functools import cache

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from waymark.answers.compare import Comparisons
from waymark.answers.entities import EntityReader
from waymark.answers.remembering import Remembering
from waymark.care.questionnaires.disclosure import Discloser
from waymark.care.questionnaires.step import Stepper
from waymark.care.tools.toolbox import Toolbox
from waymark.content import Content, load_content
from waymark.encoder import Encoder
from waymark.safety import Responder
from waymark.safety.detector import Detector
from waymark.settings import Settings, load_settings
from waymark.store import Store


@cache
def settings() -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: they are not usable.
    """
    return load_settings()


@cache
def content() -> Content:
    """Return everything under `content/`.

    Raises:
        ContentError: it has faults.
    """
    return load_content(settings().content_dir)


@cache
def encoder() -> Encoder:
    """Return the sentence encoder, and let numpy compute in one thread.

    The products here are small: shared out among threads, one took 3 ms in place of 0.1, and others waited.

    Raises:
        EncoderError: its files are missing or damaged.
    """
    threadpool_limits(limits=1)
    return Encoder.load(settings().encoder_dir)


@cache
def teaching_encoder() -> Remembering:
    """Return the encoder as training uses it: on all cores, each text once for all trainings.

    Raises:
        EncoderError: its files are missing or damaged.
    """
    encoder = Encoder.load(settings().encoder_dir, threads=os.cpu_count() or 1)
    return Remembering(encoder, settings().root / ".cache" / f"vectors-{encoder.digest[:12]}.npz")


@cache
def entity_reader() -> EntityReader:
    """Return the reader of named topics."""
    return EntityReader.from_topics(content().topics)


@cache
def comparisons() -> Comparisons:
    """Return the reader of treatments that are to be compared."""
    return Comparisons.of(content().treatments)


@cache
def responder() -> Responder:
    """Return the owner of the crisis talk."""
    return Responder.from_content(content(), Detector(encoder()))


@cache
def discloser() -> Discloser:
    """Return the reader of answers that may tell of danger."""
    return Discloser(responder())


@cache
def stepper() -> Stepper:
    """Return what takes steps in questionnaires."""
    return Stepper(content().instruments)


@cache
def toolbox() -> Toolbox:
    """Return all tools.

    Raises:
        ContentError: a rule of one cannot be compiled.
    """
    return Toolbox.from_content(content())


@cache
def store() -> Store:
    """Return the database, which connects when it is first used."""
    return Store.of(settings())

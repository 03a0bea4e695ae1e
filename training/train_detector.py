"""Teaches the network that reads danger, from data/safety/voices; see README.md.

python train_detector.py [--epochs 4] [--seed 1] [--everything]
"""

import argparse
import math
import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from batches import BATCH, batches, padded, tokenizer_of
from detector import Detector
from disguise import Disguise
from numpy.typing import NDArray
from published import HERE, fetch
from rounds import learn, say
from safetensors.torch import load, load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from voices import LEVELS, Message, Voice, messages_of, plain_questions, read_voices

LEARNED = HERE / ".cache" / "detector.safetensors"
ENCODER_RATE, HEAD_RATE = 1.2e-4, 1e-3
SMOOTHING = 0.05
RISK_WEIGHT = 0.7  # of the question "any risk at all?" beside the question "which level?"
FALSE_ALARMS = (0.02, 0.05, 0.10)


def main() -> None:
    """Train, show progress, report on the validation voices and keep the averaged weights."""
    asked = _arguments()
    torch.manual_seed(asked.seed)
    random.seed(asked.seed)
    published = fetch()
    tokenizer = tokenizer_of(published["tokenizer.json"])
    voices = [*read_voices(), *plain_questions()]
    taught = [
        voice if voice.author in asked.fresh else _part(voice, asked.share)
        for voice in voices
        if voice.split == "train" or asked.everything
    ]
    validation = messages_of(voice for voice in voices if voice.split == "validation")
    model = Detector(load(published["model.safetensors"]))
    if asked.start:
        model.load_state_dict(load_file(asked.start))
    say(f"{len(messages_of(taught))} messages of {len(taught)} voices; validation {len(validation)}")
    disguise = Disguise({voice.name: voice.messages for voice in taught}, asked.seed)
    averaged: Detector = _train(model, tokenizer, disguise, asked.epochs, asked.rate)
    _report(averaged, tokenizer, validation)
    asked.output.parent.mkdir(exist_ok=True)
    save_file(averaged.state_dict(), asked.output)
    say(f"wrote {asked.output}")


def _part(voice: Voice, share: float) -> Voice:
    return replace(voice, messages=tuple(message for message in voice.messages if random.random() < share))


def chances(model: Detector, tokenizer: Tokenizer, messages: Sequence[Message]) -> NDArray[np.float32]:
    """Return the level chances and, last, the chance of any risk of each message [n, 9]."""
    model.eval()
    rows = []
    with torch.inference_mode():
        for start in range(0, len(messages), BATCH):
            level, risk = model(*padded(tokenizer, [message.seen for message in messages[start : start + BATCH]]))
            rows.append(torch.cat([level, risk[:, None]], dim=1))
    return torch.cat(rows).numpy()


def _train(model: Detector, tokenizer: Tokenizer, disguise: Disguise, epochs: int, rate: float) -> nn.Module:
    messages = [message for voice in disguise.voices.values() for message in voice]
    heads = [weight for name, weight in model.named_parameters() if not name.startswith("encoder.")]
    return learn(
        model,
        [
            {"params": model.encoder.parameters(), "lr": ENCODER_RATE * rate},
            {"params": heads, "lr": HEAD_RATE * rate},
        ],
        lambda: batches([disguise(message) for message in messages], lambda message: len(message.seen)),
        lambda batch: _loss(model, tokenizer, batch),
        rounds=epochs,
        batches_each=math.ceil(len(messages) / BATCH),
    )


def _loss(model: Detector, tokenizer: Tokenizer, batch: Sequence[Message]) -> Tensor:
    level, risk = model.logits(*padded(tokenizer, [message.seen for message in batch]))
    wanted = torch.tensor([message.level for message in batch])
    any_risk = (wanted > 0).float() * (1 - SMOOTHING) + SMOOTHING / 2
    by_level = functional.cross_entropy(level, wanted, label_smoothing=SMOOTHING)
    return by_level + RISK_WEIGHT * functional.binary_cross_entropy_with_logits(risk, any_risk)


def _report(model: Detector, tokenizer: Tokenizer, messages: Sequence[Message]) -> None:
    found = chances(model, tokenizer, messages)
    levels = np.array([message.level for message in messages])
    scores, risky = (1 - found[:, 0] + found[:, -1]) / 2, levels > 0
    harmless = np.sort(scores[~risky])[::-1]
    for share in FALSE_ALARMS:
        threshold = harmless[int(len(harmless) * share)]
        recalls = {LEVELS[level]: float((scores[levels == level] > threshold).mean()) for level in range(1, 8)}
        by_level = ", ".join(f"{name} {recall:.3f}" for name, recall in recalls.items())
        say(f"false alarms {share:.2f} at {threshold:.3f}: found {(scores[risky] > threshold).mean():.3f} ({by_level})")
    say(f"exact level {(found[:, :-1].argmax(axis=1) == levels).mean():.3f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=type(LEARNED), help="weights to go on from, instead of the published ones")
    parser.add_argument("--rate", type=float, default=1.0, help="how fast to learn, beside the usual")
    parser.add_argument("--share", type=float, default=1.0, help="how much of each voice is taught")
    parser.add_argument("--fresh", nargs="*", default=(), help="authors of whom all is taught nevertheless")
    parser.add_argument("--everything", action="store_true", help="learn from the validation voices, too")
    parser.add_argument("--output", type=type(LEARNED), default=LEARNED)
    return parser.parse_args()


if __name__ == "__main__":
    main()

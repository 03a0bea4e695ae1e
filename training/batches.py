"""Batches of texts as the networks take them."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import torch
from tokenizers import Tokenizer
from torch import Tensor

BATCH = 32
TOKENS = 128  # as waymark/encoder.py cuts its texts

Item = TypeVar("Item")


def tokenizer_of(published: bytes) -> Tokenizer:
    """Return the tokenizer, which cuts texts as the application does and pads nothing."""
    tokenizer = Tokenizer.from_buffer(published)
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    return tokenizer


def batches(items: Sequence[Item], length: Callable[[Item], int], size: int = BATCH) -> Iterator[list[Item]]:
    """Yield batches of items of like length, in random order."""
    shuffled = random.sample(items, len(items))
    found = []
    for start in range(0, len(shuffled), size * 16):
        near = sorted(shuffled[start : start + size * 16], key=length)
        found += [near[at : at + size] for at in range(0, len(near), size)]
    random.shuffle(found)
    yield from found


def padded(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Return token ids and their mask, [texts, longest]."""
    tokens = [tokenizer.encode(text).ids for text in texts]
    input_ids = torch.zeros(len(tokens), max(map(len, tokens)), dtype=torch.int64)
    mask = torch.zeros_like(input_ids)
    for row, ids in enumerate(tokens):
        input_ids[row, : len(ids)] = torch.tensor(ids)
        mask[row, : len(ids)] = 1
    return input_ids, mask

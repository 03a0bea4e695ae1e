"""Teaches the sentence encoder which questions are alike, from what people ask of the cards; see README.md.

python train_ranker.py [--epochs 6] [--seed 1] [--start FILE]
"""

import argparse
import math
import random
from collections.abc import Iterator, Sequence

import torch
from asks import Ask, names, read_answers, read_asks, read_follow_ups, read_intents, texts_of
from batches import batches, padded, tokenizer_of
from disguise import mistyped
from minilm import WIDTH, MiniLM
from published import HERE, fetch
from rounds import learn, say
from safetensors.torch import load, load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

LEARNED = HERE / ".cache" / "ranker.safetensors"
BATCH = 64
ENCODER_RATE, OWNER_RATE = 6e-5, 4e-3
SCALE = 16.0  # how sharply the nearest owner wins
SMOOTHING = 0.1
FAITHFUL = 0.5  # weight of staying near the published vectors
THREADED = 0.2  # share of asks read behind the name of their topic, as a question within a thread
MISSPELT = 0.25
PLACED = 10_000  # texts by which the owners are placed at first
_CHANCE = random.Random(0)


class Ranker(nn.Module):
    """The encoder, and one direction for each owner."""

    def __init__(self, encoder: MiniLM, owners: int) -> None:
        """Begin with random directions."""
        super().__init__()
        self.encoder = encoder
        self.encoder.words.weight.requires_grad = True
        self.owners = nn.Parameter(torch.randn(owners, WIDTH) / math.sqrt(WIDTH))

    def forward(self, input_ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the vectors [batch, 384] and how near each is to each owner [batch, owners]."""
        vectors = self.encoder(input_ids, mask)
        return vectors, SCALE * vectors @ functional.normalize(self.owners, dim=1).T


def main() -> None:
    """Train, show progress, report on the asks held back and keep the averaged weights."""
    asked = _arguments()
    torch.manual_seed(asked.seed)
    random.seed(asked.seed)
    published = fetch()
    tokenizer = tokenizer_of(published["tokenizer.json"])
    asks = [*read_asks(), *read_follow_ups(), *read_intents()]
    held_back = [ask for ask in asks if ask.is_held_back]
    taught = [*(ask for ask in asks if not ask.is_held_back), *read_answers()]
    if asked.since:
        older = texts_of(asked.since)
        taught = [ask for ask in taught if ask.text not in older or random.random() < asked.share]
    owners = sorted({ask.owner for ask in taught})
    model = Ranker(MiniLM(load(published["model.safetensors"])), len(owners))
    if asked.start:
        model.encoder.load_state_dict(load_file(asked.start))
        _place_owners(model, tokenizer, taught, owners)
    still = MiniLM(load(published["model.safetensors"])).eval()
    say(f"{len(taught)} texts of {len(owners)} owners; {len(held_back)} held back")
    averaged: Ranker = _train(model, still, tokenizer, taught, owners, asked.epochs)
    _report(averaged, tokenizer, held_back, owners)
    LEARNED.parent.mkdir(exist_ok=True)
    save_file(averaged.encoder.state_dict(), LEARNED)
    say(f"wrote {LEARNED}")


def _train(
    model: Ranker, still: MiniLM, tokenizer: Tokenizer, taught: Sequence[Ask], owners: Sequence[str], epochs: int
) -> nn.Module:
    place, topics = {owner: at for at, owner in enumerate(owners)}, names()

    def said() -> Iterator[list[tuple[str, int]]]:
        typed = [(_as_typed(ask, topics), place[ask.owner]) for ask in taught]
        return batches(typed, lambda pair: len(pair[0]), BATCH)

    def loss(batch: Sequence[tuple[str, int]]) -> Tensor:
        tokens = padded(tokenizer, [text for text, _ in batch])
        vectors, nearness = model(*tokens)
        with torch.inference_mode():
            before = still(*tokens)
        right = functional.cross_entropy(nearness, torch.tensor([at for _, at in batch]), label_smoothing=SMOOTHING)
        return right + FAITHFUL * functional.mse_loss(vectors @ vectors.T, before @ before.T) * 10

    groups = [{"params": model.encoder.parameters(), "lr": ENCODER_RATE}, {"params": [model.owners], "lr": OWNER_RATE}]
    return learn(model, groups, said, loss, rounds=epochs, batches_each=math.ceil(len(taught) / BATCH))


def _place_owners(model: Ranker, tokenizer: Tokenizer, taught: Sequence[Ask], owners: Sequence[str]) -> None:
    """Begin each owner's direction at the mean of what belongs to it, for an encoder that has been taught before."""
    model.eval()
    sums = torch.zeros_like(model.owners)
    place = {owner: at for at, owner in enumerate(owners)}
    few = random.sample(list(taught), min(PLACED, len(taught)))
    with torch.inference_mode():
        for part in batches([(ask.text, place[ask.owner]) for ask in few], lambda pair: len(pair[0]), BATCH):
            vectors = model.encoder(*padded(tokenizer, [text for text, _ in part]))
            sums.index_add_(0, torch.tensor([at for _, at in part]), vectors)
    model.owners.data.copy_(sums)


def _as_typed(ask: Ask, topics: dict[str, str]) -> str:
    text = mistyped(ask.text, _CHANCE) if random.random() < MISSPELT else ask.text
    topic = topics.get(ask.owner.split(".")[0])
    is_alone = topic and not ask.text.startswith(f"{topic}: ")
    return f"{topic}: {text}" if is_alone and random.random() < THREADED else text


def _report(model: Ranker, tokenizer: Tokenizer, held_back: Sequence[Ask], owners: Sequence[str]) -> None:
    model.eval()
    first = third = topic = 0
    with torch.inference_mode():
        for start in range(0, len(held_back), BATCH):
            part = held_back[start : start + BATCH]
            _, nearness = model(*padded(tokenizer, [ask.text for ask in part]))
            for ask, order in zip(part, nearness.argsort(dim=1, descending=True).tolist(), strict=True):
                best = [owners[at] for at in order[:3]]
                first += best[0] == ask.owner
                third += ask.owner in best
                topic += best[0].split(".")[0] == ask.owner.split(".")[0]
    shares = [f"{count / len(held_back):.3f}" for count in (first, third, topic)]
    say(f"of {len(held_back)} asks held back: right first {shares[0]}, among three {shares[1]}, topic {shares[2]}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=type(LEARNED), help="weights to go on from, instead of the published ones")
    parser.add_argument("--since", metavar="COMMIT", help="teach whole only what came after it, of the rest a share")
    parser.add_argument("--share", type=float, default=0.35, help="how much of the rest is taught")
    return parser.parse_args()


if __name__ == "__main__":
    main()

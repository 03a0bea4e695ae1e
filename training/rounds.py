"""The rounds in which a network learns, as both are taught here."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

AVERAGED = 0.995  # how much of the running average of the weights stays at each step
WARM_UP, LEAST_RATE = 0.06, 0.02

Batch = TypeVar("Batch")


def learn(
    model: nn.Module,
    groups: Sequence[dict[str, Any]],
    batches: Callable[[], Iterator[Batch]],
    loss_of: Callable[[Batch], Tensor],
    *,
    rounds: int,
    batches_each: int,
) -> nn.Module:
    """Teach a network, showing progress, and return the running average of its weights.

    Args:
        model: the network, in place.
        groups: its weights and their rates, as AdamW takes them.
        batches: yields those of one round.
        loss_of: what a batch costs.
        rounds: how often everything is seen.
        batches_each: how many there are in a round.
    """
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGED)
    )
    optimizer = torch.optim.AdamW(list(groups), weight_decay=0.01)
    steps, step, started = rounds * batches_each, 0, time.monotonic()
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min(1.0, at / (WARM_UP * steps)) * max(LEAST_RATE, 1 - at / steps)
    )
    for turn in range(rounds):
        model.train()
        for batch in batches():
            loss = loss_of(batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(model)
            step += 1
            if step % 50 == 0:
                seconds = time.monotonic() - started
                say(f"round {turn + 1} of {rounds}, step {step} of {steps}, loss {loss.item():.2f}, {seconds:.0f} s")
    return average.module


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, flush=True)

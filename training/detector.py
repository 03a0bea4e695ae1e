"""The network that reads danger: a MiniLM of its own with two heads."""

from collections.abc import Mapping

import torch
from minilm import MASKED, WIDTH, MiniLM
from torch import Tensor, nn
from torch.nn import functional
from voices import LEVELS

MEAN_WEIGHT = 4.0  # brings the mean over the tokens to the size of their maximum


class Detector(nn.Module):
    """Turn token ids and their mask into the chance of each level, and of any risk."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        """Begin from the published encoder."""
        super().__init__()
        self.encoder = MiniLM(weights)
        self.encoder.words.weight.requires_grad = True
        self.dropout = nn.Dropout(0.15)
        self.level = nn.Linear(2 * WIDTH, len(LEVELS))
        self.risk = nn.Linear(2 * WIDTH, 1)

    def logits(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of the levels [batch, 8] and of risk [batch].

        The mean over the tokens says what a message is about, the maximum lets one clause of a long one speak.
        """
        encoder, mask = self.encoder, attention_mask.to(torch.float32)
        hidden = encoder.norm(encoder.words(input_ids) + encoder.places[: input_ids.shape[1]])
        hidden = functional.dropout(hidden, 0.1, self.training)
        penalty = (1.0 - mask)[:, None, None, :] * MASKED
        for layer in encoder.layers:
            hidden = functional.dropout(layer(hidden, penalty), 0.05, self.training)
        mean = (hidden * mask[:, :, None]).sum(dim=1) / mask.sum(dim=1, keepdim=True).clamp(min=1.0)
        most = (hidden + (1.0 - mask)[:, :, None] * MASKED).amax(dim=1)
        pooled = self.dropout(torch.cat([mean * MEAN_WEIGHT, most], dim=1))
        return self.level(pooled), self.risk(pooled)[:, 0]

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the chance of each level [batch, 8] and of any risk [batch]."""
        level, risk = self.logits(input_ids, attention_mask)
        return level.softmax(dim=1), risk.sigmoid()

"""The network of all-MiniLM-L6-v2, written out so that it exports to a small, plain graph."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH = 384
HEADS = 12
LAYERS = 6
NORM_EPSILON = 1e-12
MASKED = -10_000.0  # what a padded place adds to an attention score: exp() of it is zero


class MiniLM(nn.Module):
    """Turn token ids and their mask into one unit vector for each text."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        """Take the checkpoint's tensors under the names they have in it."""
        super().__init__()
        self.layers = nn.ModuleList(Layer(weights, f"encoder.layer.{i}.") for i in range(LAYERS))
        self.norm = _norm(weights, "embeddings.LayerNorm.")
        self.words = nn.Embedding.from_pretrained(weights["embeddings.word_embeddings.weight"])
        # Every text here is a single segment, so the vector of segment 0 belongs to each place.
        places = weights["embeddings.position_embeddings.weight"]
        self.places = nn.Parameter(places + weights["embeddings.token_type_embeddings.weight"][0])

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return float32 [batch, 384]: the mean over the unmasked tokens, scaled to length one."""
        mask = attention_mask.to(torch.float32)
        hidden = self.norm(self.words(input_ids) + self.places[: input_ids.shape[1]])
        penalty = (1.0 - mask)[:, None, None, :] * MASKED
        for layer in self.layers:
            hidden = layer(hidden, penalty)
        total = (hidden * mask[:, :, None]).sum(dim=1)
        mean = total / mask.sum(dim=1, keepdim=True).clamp(min=1.0)
        return functional.normalize(mean, dim=1)


class Layer(nn.Module):
    """One transformer layer as BERT has it: attention, then two dense steps, each added and normed."""

    def __init__(self, weights: Mapping[str, Tensor], prefix: str) -> None:
        """Take the layer's tensors, whose names start with `prefix`."""
        super().__init__()
        parts = [f"{prefix}attention.self.{part}." for part in ("query", "key", "value")]
        self.query_key_value = _dense(weights, *parts)
        self.attended = _dense(weights, f"{prefix}attention.output.dense.")
        self.attended_norm = _norm(weights, f"{prefix}attention.output.LayerNorm.")
        self.widen = _dense(weights, f"{prefix}intermediate.dense.")
        self.narrow = _dense(weights, f"{prefix}output.dense.")
        self.narrow_norm = _norm(weights, f"{prefix}output.LayerNorm.")

    def forward(self, hidden: Tensor, penalty: Tensor) -> Tensor:
        """Return the hidden states after this layer."""
        batch, length, _ = hidden.shape
        heads = self.query_key_value(hidden).view(batch, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = heads.permute(2, 0, 3, 1, 4).unbind(0)
        scores = query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + penalty
        mixed = (scores.softmax(dim=-1) @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        hidden = self.attended_norm(self.attended(mixed) + hidden)
        return self.narrow_norm(self.narrow(functional.gelu(self.widen(hidden))) + hidden)


def _dense(weights: Mapping[str, Tensor], *prefixes: str) -> nn.Linear:
    weight = torch.cat([weights[f"{prefix}weight"] for prefix in prefixes])
    bias = torch.cat([weights[f"{prefix}bias"] for prefix in prefixes])
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.load_state_dict({"weight": weight, "bias": bias})
    return layer


def _norm(weights: Mapping[str, Tensor], prefix: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(WIDTH, eps=NORM_EPSILON)
    layer.load_state_dict({"weight": weights[f"{prefix}weight"], "bias": weights[f"{prefix}bias"]})
    return layer

"""From the network to a small ONNX graph.

The weights of the dense steps become 8-bit integers in blocks of 32 or 64, each with its own scale, and so do
the activations of each token while the graph runs. The more usual dynamic quantisation has one scale for all
activations of a batch: twice as fast, but then a sentence's vector changes with the sentences beside it
(cosine to itself alone as low as 0.95) and with the kind of processor.
"""

import warnings
from pathlib import Path

import onnx
import torch
from detector import Detector
from minilm import MiniLM
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from torch import Tensor, nn

BLOCKS = {"encoder": 32, "detector": 64}
"""Weights that share a scale. Smaller blocks are more exact and a tenth slower; the encoder strays too far with 64."""


class Both(nn.Module):
    """Both networks side by side; the runtime runs only the one whose output is asked for."""

    def __init__(self, encoder: MiniLM, detector: Detector) -> None:
        """Take both as taught."""
        super().__init__()
        self.encoder, self.detector = encoder, detector

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the vector [batch, 384], and the chances of the levels and of any risk [batch, 9]."""
        level, risk = self.detector(input_ids, attention_mask)
        return self.encoder(input_ids, attention_mask), torch.cat([level, risk[:, None]], dim=1)


def export(full: Both, target: Path) -> None:
    """Write the float32 graph, for a batch and a sequence of any size."""
    example = torch.ones(2, 8, dtype=torch.int64)
    tokens = {0: "batch", 1: "sequence"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the older exporter, which needs no more packages
        torch.onnx.export(
            full,
            (example, example),
            target,
            dynamo=False,
            opset_version=17,
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding", "danger"],
            dynamic_axes={
                "input_ids": tokens,
                "attention_mask": tokens,
                "embedding": {0: "batch"},
                "danger": {0: "batch"},
            },
        )


def quantise(source: Path, target: Path) -> None:
    """Write the graph with its dense steps and its word vectors as 8-bit integers."""
    graph = onnx.load(source)
    for network, size in BLOCKS.items():
        others = [node.name for node in graph.graph.node if not node.name.startswith(f"/{network}/")]
        blocks = DefaultWeightOnlyQuantConfig(block_size=size, is_symmetric=True, accuracy_level=4, bits=8)
        quantizer = MatMulNBitsQuantizer(graph, nodes_to_exclude=others, algo_config=blocks)
        quantizer.process()
        graph = quantizer.model.model
    onnx.save(graph, target)
    quantize_dynamic(target, target, op_types_to_quantize=["Gather"], weight_type=QuantType.QInt8)

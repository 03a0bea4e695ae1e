"""From the network to a small ONNX graph.

The weights of the dense steps become 8-bit integers in blocks of 64, each block with its own scale, and so do
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
    blocks = DefaultWeightOnlyQuantConfig(block_size=64, is_symmetric=True, accuracy_level=4, bits=8)
    quantizer = MatMulNBitsQuantizer(onnx.load(source), algo_config=blocks)
    quantizer.process()
    quantizer.model.save_model_to_file(str(target))
    quantize_dynamic(target, target, op_types_to_quantize=["Gather"], weight_type=QuantType.QInt8)

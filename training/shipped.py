"""Brings both networks back out of models/encoder/, so that one can be taught on while the other stays; see README.md.

python shipped.py
"""

from collections.abc import Mapping

import numpy as np
import onnx
import torch
import train_detector
import train_ranker
from detector import Detector
from export_encoder import TARGET
from minilm import MiniLM
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from published import fetch
from rounds import say
from safetensors.torch import load, save_file
from torch import Tensor, nn

ZERO = 128  # what stands for nought in a dense weight of eight bits


def main() -> None:
    """Write the weights of both networks where their training leaves them."""
    graph = onnx.load(TARGET / "model.onnx").graph
    found = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found |= {_path(node.name): _dense(node, found) for node in graph.node if node.op_type == "MatMulNBits"}
    published = fetch()
    for network, prefix, target in (
        (MiniLM(load(published["model.safetensors"])), "encoder.", train_ranker.LEARNED),
        (Detector(load(published["model.safetensors"])), "detector.", train_detector.LEARNED),
    ):
        target.parent.mkdir(exist_ok=True)
        save_file(_weights(network, prefix, found), target)
        say(f"wrote {target}")


def _weights(network: nn.Module, prefix: str, found: Mapping[str, NDArray[np.float32]]) -> dict[str, Tensor]:
    return {
        name: torch.from_numpy(_weight(f"{prefix}{name}", found, tuple(weight.shape)))
        for name, weight in network.state_dict().items()
    }


def _weight(name: str, found: Mapping[str, NDArray[np.float32]], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return the tensor of a name; the graph holds word vectors as integers, and some matrices the other way round."""
    if (words := f"{name}_quantized") in found:
        tensor = (found[words].astype(np.float32) - found[f"{name}_zero_point"]) * found[f"{name}_scale"]
    else:
        tensor = found[name] if name in found else found[name.replace("detector.encoder.", "detector.")]
    return np.array(tensor if tensor.shape == shape else tensor.T, np.float32, order="C")


def _path(node: str) -> str:
    """Return the name that a dense step's weight has in its network: `/encoder/layers.0/widen/MatMul_Q8`."""
    return ".".join((*node.strip("/").split("/")[:-1], "weight"))


def _dense(node: onnx.NodeProto, found: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the matrix [outputs, inputs] of a dense step from its blocks of eight-bit integers."""
    sizes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
    blocks, scales = (found[name] for name in node.input[1:3])
    rows = (blocks.reshape(sizes["N"], -1, sizes["block_size"]).astype(np.float32) - ZERO) * scales.reshape(
        sizes["N"], -1, 1
    )
    matrix: NDArray[np.float32] = rows.reshape(sizes["N"], -1)[:, : sizes["K"]]
    return matrix


if __name__ == "__main__":
    main()

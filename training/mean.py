"""Makes one network of two that began alike: each weight is the mean of theirs.

python mean.py FIRST SECOND OUTPUT
"""

import sys
from pathlib import Path

from rounds import say
from safetensors.torch import load_file, save_file


def main() -> None:
    """Write the mean of two files of weights."""
    first, second, output = map(Path, sys.argv[1:])
    one, other = load_file(first), load_file(second)
    save_file({name: (weight + other[name]) / 2 for name, weight in one.items()}, output)
    say(f"wrote {output}")


if __name__ == "__main__":
    main()

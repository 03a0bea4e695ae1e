"""The secrets of one installation, from settings or, in development, from a generated file."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from waymark.errors import SettingsError
from waymark.settings import Settings

FILE_NAME = "keys.json"


@dataclass(frozen=True)
class Keys:
    """Keys newest first: the first one writes, all of them read."""

    encryption: tuple[str, ...] = field(repr=False)
    signing: tuple[str, ...] = field(repr=False)
    brain: str = field(repr=False)


def new_keys() -> Keys:
    """Return fresh random keys that no other installation has."""
    fernet_key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return Keys(encryption=(fernet_key,), signing=(secrets.token_urlsafe(48),), brain=secrets.token_urlsafe(48))


def load_keys(settings: Settings) -> Keys:
    """Return the keys of the settings; in development a key file fills in what they leave out.

    Raises:
        SettingsError: the key file cannot be read.
    """
    if settings.encryption_keys and settings.signing_keys and settings.brain_secret:
        generated = None
    else:
        generated = _read_or_create(settings.state_dir / FILE_NAME)
    encryption = tuple(key.get_secret_value() for key in settings.encryption_keys)
    signing = tuple(key.get_secret_value() for key in settings.signing_keys)
    brain = settings.brain_secret.get_secret_value() if settings.brain_secret else ""
    if generated is not None:
        encryption, signing, brain = (
            encryption or generated.encryption,
            signing or generated.signing,
            brain or generated.brain,
        )
    return Keys(encryption=encryption, signing=signing, brain=brain)


def _read_or_create(path: Path) -> Keys:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = new_keys()
    content = json.dumps({"encryption": fresh.encryption, "signing": fresh.signing, "brain": fresh.brain}, indent=2)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(content + "\n")
    try:
        os.link(draft, path)  # atomic, and keeps the file of whichever process came first
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    try:
        kept = json.loads(path.read_text())
        return Keys(tuple(kept["encryption"]), tuple(kept["signing"]), kept["brain"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"{path} is not a key file; restore it from your backup. Without it, stored text cannot be read. "
            "Delete it only with the database beside it"
        ) from error

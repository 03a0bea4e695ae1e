"""All settings of Waymark: environment variables that begin with `WAYMARK_`.

Nothing else in the packages reads the environment. Lists are written as JSON (`["https://clinic.example"]`).
"""

from __future__ import annotations

import os
import re
from base64 import b64decode
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as SettingsSourceError

from waymark.errors import SettingsError

PREFIX = "WAYMARK_"
ROOT = Path(__file__).resolve().parent.parent
PROTOCOL = ROOT / "docs" / "safety" / "protocol.md"  # what /crisis-protocol publishes
_PLACEHOLDERS = ("change", "secret", "example", "placeholder", "password", "xxx")


class Settings(BaseSettings):
    """What an organisation may set; frozen once read."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses to start with generated or placeholder keys."
    )
    root: Path = Field(ROOT, description="Folder that holds content/, models/, data/ and config.yml.")
    state_dir: Path = Field(
        ROOT / ".waymark", description="Folder for what a running Waymark writes: database, keys, logs."
    )
    host: str = Field("127.0.0.1", description="Address that the gateway listens on.")
    port: int = Field(8080, ge=1, le=65535, description="Port of the gateway, the only public one.")
    url: str = Field("http://127.0.0.1:8080", description="Address that `waymark ask` talks to.")
    database_url: str | None = Field(
        None,
        description="SQLAlchemy URL; a SQLite file in the state folder when unset. PostgreSQL: postgresql+psycopg://…",
    )
    encryption_keys: tuple[SecretStr, ...] = Field(
        (),
        description="Fernet keys for text at rest, newest first; older ones still decrypt. See `waymark keys`.",
    )
    signing_keys: tuple[SecretStr, ...] = Field(
        (), description="Keys that sign bearer tokens, newest first, 32 characters or more; older ones still verify."
    )
    brain_secret: SecretStr | None = Field(
        None, description="Shared by gateway and brain, 32 characters or more; generated in development."
    )
    brain_url: str = Field("http://127.0.0.1:5005", description="Address of the brain, as the gateway sees it.")
    brain_port: int = Field(5005, ge=1, le=65535, description="Loopback port of the brain that `waymark serve` starts.")
    actions_port: int = Field(5055, ge=1, le=65535, description="Loopback port of the action server.")
    brain_deadline_seconds: float = Field(
        4.0,
        gt=0,
        le=30,
        description="How long a message waits for the brain before Waymark says that it cannot look that up.",
    )
    store_deadline_seconds: float = Field(
        1.5, gt=0, le=30, description="How long one database operation may take before it counts as failed."
    )
    default_country: str = Field(
        "US", pattern="^[A-Z]{2}$", description="Country whose lines are named when nothing tells the person's country."
    )
    default_locale: str = Field(
        "en", pattern="^[a-z]{2}(-[A-Z]{2})?$", description="Locale of a conversation that names none."
    )
    cors_origins: tuple[str, ...] = Field(
        (), description="Origins of the pages that may embed Waymark; others are refused by the browser."
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Networks whose X-Forwarded-For is believed; the connection's own address counts otherwise."
    )
    rate_limits: bool = Field(True, description="Off only for measuring. A crisis message is never refused either way.")
    messages_per_minute: int = Field(30, ge=1, description="Messages that one conversation may send in a minute.")
    conversations_per_minute: int = Field(20, ge=1, description="Conversations that one address may open in a minute.")
    max_text_characters: int = Field(2000, ge=200, description="Longer texts are read for danger, not answered.")
    max_body_bytes: int = Field(65536, ge=4096, description="Larger request bodies are refused with status 413.")
    token_hours: float = Field(24.0, gt=0, description="Lifetime of a bearer token; it can be renewed while valid.")
    retention_days: int = Field(30, ge=1, description="A conversation is erased this many days after its last message.")
    return_days: int = Field(
        365,
        ge=1,
        description="Instead of that, where the person agreed to be kept for longer or waits for a reminder.",
    )
    return_tries_per_hour: int = Field(10, ge=1, description="Return codes that one address may try in an hour.")
    return_tries_per_hour_in_all: int = Field(600, ge=1, description="Return codes that all may try in an hour.")
    gap_days: int = Field(
        90, ge=1, description="A question that a person passed on to the editors is erased after this many days."
    )

    handoff_webhook_url: str | None = Field(
        None, description="Where responders are paged: a Standard Webhook is sent there; https, or loopback only."
    )
    handoff_webhook_secret: SecretStr | None = Field(
        None, description="Signs that webhook: `whsec_` and 24 to 64 bytes in base64; needed with the URL."
    )
    handoff_notify: tuple[SecretStr, ...] = Field(
        (), description="Apprise URLs that are notified when responders are paged; never with a person's words."
    )
    handoff_notify_next: tuple[SecretStr, ...] = Field(
        (), description="Apprise URLs of the next contact, notified when nobody has taken the case."
    )
    page_again_seconds: float = Field(60.0, gt=0, description="How long until an untaken case is paged again.")
    next_contact_seconds: float = Field(120.0, gt=0, description="How long after that until the next contact is paged.")
    give_up_seconds: float = Field(
        120.0, gt=0, description="How long after that until the person is told that nobody was reached."
    )
    executor_id: str = Field(
        "gateway",
        pattern=r"^[A-Za-z0-9_.-]{1,64}$",
        description="Name under which this process pages; the same after a restart, another one on every machine.",
    )
    app_version: str = Field(
        "1",
        pattern=r"^[A-Za-z0-9_.-]{1,64}$",
        description="Version of the escalation's steps; escalations begun under another one are not resumed.",
    )
    console_url: str = Field(
        "http://127.0.0.1:8080/console", description="Address of the console, for the links in pages to responders."
    )

    @model_validator(mode="after")
    def _webhook_is_safe(self) -> Settings:
        if self.handoff_webhook_url is None:
            return self
        if not is_safe_target(self.handoff_webhook_url):
            raise ValueError(
                f"{PREFIX}HANDOFF_WEBHOOK_URL is neither https nor http to this machine itself, "
                "or it holds a user or password"
            )
        secret = self.handoff_webhook_secret
        if secret is None or not is_webhook_secret(secret.get_secret_value()):
            raise ValueError(f"{PREFIX}HANDOFF_WEBHOOK_SECRET is not whsec_ and 24 to 64 bytes in base64")
        return self

    telegram_token: SecretStr | None = Field(
        None, description="Token of the Telegram bot, from @BotFather; Telegram is off when unset."
    )
    telegram_webhook_secret: SecretStr | None = Field(
        None,
        description="What Telegram proves itself with at our webhook: 32 to 256 letters, digits, `_` and `-`.",
    )
    telegram_public_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s/?#]+[^\s?#]*$",
        description="Address of this gateway as Telegram reaches it, https in production.",
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org",
        pattern=r"^https?://[^\s/?#]+[^\s?#]*$",
        description="Address of the Bot API; another one for a Bot API server of your own, or for tests.",
    )

    @model_validator(mode="after")
    def _telegram_is_whole(self) -> Settings:
        if self.telegram_token is None:
            return self
        if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", self.telegram_token.get_secret_value()):
            raise ValueError(f"{PREFIX}TELEGRAM_TOKEN is not a bot's token, like 123456:ABC; @BotFather gives one")
        secret = self.telegram_webhook_secret.get_secret_value() if self.telegram_webhook_secret else ""
        if not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", secret):
            raise ValueError(
                f"{PREFIX}TELEGRAM_WEBHOOK_SECRET needs 32 to 256 letters, digits, _ and -; "
                "`openssl rand -hex 32` prints such a secret"
            )
        if self.telegram_public_url is None:
            raise ValueError(f"{PREFIX}TELEGRAM_PUBLIC_URL is missing: Telegram must know where this gateway is")
        if self.environment == "production" and not self.telegram_public_url.startswith("https://"):
            raise ValueError(f"{PREFIX}TELEGRAM_PUBLIC_URL begins with http://; Telegram sends to https only")
        return self

    @model_validator(mode="after")
    def _keys_are_real(self) -> Settings:
        named = [("signing_keys", key) for key in self.signing_keys]
        if self.brain_secret is not None:
            named.append(("brain_secret", self.brain_secret))
        for name, key in named:
            if len(key.get_secret_value()) < 32:
                raise ValueError(
                    f"{PREFIX}{name.upper()} holds a key shorter than 32 characters; `waymark keys` prints new ones"
                )
        if self.environment == "production":
            missing = [
                f"{PREFIX}{name.upper()}"
                for name in ("encryption_keys", "signing_keys", "brain_secret")
                if not getattr(self, name)
            ]
            if missing:
                raise ValueError(f"production needs {', '.join(missing)}; `waymark keys` prints new ones")
            named += [("encryption_keys", key) for key in self.encryption_keys]
            for name, key in named:
                if any(word in key.get_secret_value().lower() for word in _PLACEHOLDERS):
                    raise ValueError(f"{PREFIX}{name.upper()} looks like a placeholder; `waymark keys` prints new ones")
        return self

    @property
    def content_dir(self) -> Path:
        """Folder of everything that people read."""
        return self.root / "content"

    @property
    def encoder_dir(self) -> Path:
        """Folder of the sentence encoder."""
        return self.root / "models" / "encoder"

    @property
    def dialogue_dir(self) -> Path:
        """Folder of the trained dialogue models."""
        return self.root / "models" / "dialogue"

    @property
    def log_dir(self) -> Path:
        """Folder of the processes' log files."""
        return self.state_dir / "logs"

    @property
    def escalation_url(self) -> str:
        """URL of the database of running escalations: PostgreSQL itself, or a SQLite file beside ours."""
        if self.database_url and self.database_url.startswith("postgresql"):
            return self.database_url
        return f"sqlite:///{self.state_dir / 'escalations.db'}"

    @property
    def store_url(self) -> str:
        """URL of the database in use."""
        return self.database_url or f"sqlite:///{self.state_dir / 'waymark.db'}"


def is_safe_target(url: str) -> bool:
    """Tell whether pages may be sent to a URL: https, or http that never leaves this machine."""
    try:
        parts = urlsplit(url)
        if not parts.hostname or "@" in parts.netloc:
            return False
        if parts.scheme == "https":
            return True
        return parts.scheme == "http" and (parts.hostname == "localhost" or ip_address(parts.hostname).is_loopback)
    except ValueError:
        return False


def is_webhook_secret(text: str) -> bool:
    """Tell whether a text is a secret as Standard Webhooks defines it."""
    try:
        return text.startswith("whsec_") and 24 <= len(b64decode(text[6:], validate=True)) <= 64
    except ValueError:
        return False


def load_settings(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read the settings once, or list everything that is wrong with them.

    Raises:
        SettingsError: a variable is unknown, has the wrong form, or is unsafe in production.
    """
    variables = os.environ if environ is None else environ
    given = {name[len(PREFIX) :].lower() for name in variables if name.startswith(PREFIX)}
    faults = [
        f"{PREFIX}{name.upper()} is not a setting; docs/settings.md lists them all"
        for name in sorted(given - set(Settings.model_fields))
    ]
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            where = f"{PREFIX}{str(fault['loc'][0]).upper()}: " if fault["loc"] else ""
            faults.append(where + fault["msg"].removeprefix("Value error, "))
    except SettingsSourceError as error:
        faults.append(f'{str(error).splitlines()[0]}; lists are written as JSON, like ["a", "b"]')
    if faults:
        raise SettingsError("settings are not usable:\n" + "\n".join(f"  {fault}" for fault in faults))
    return settings

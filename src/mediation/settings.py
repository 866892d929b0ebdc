"""One frozen Settings, read once from the environment (`MEDIATION_…`). Holds values: it opens and connects nothing.

A secret has no default and no plaintext fallback. Demonstration secrets are made once per data folder, carry a mark,
and are refused by the production commands. Where a thing stands on disk is decided here, for checkout and wheel alike.
"""

import base64
import binascii
import contextlib
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mediation.kit.actor import STAFF_ROLES
from mediation.kit.refusal import RefusedError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

DEMONSTRATION_MARK = "demonstration-"
_KEY_MARK = b"demo-key"
_KEY_BYTES = 32
_PACKAGE = Path(__file__).resolve().parent

SecondFactorRule = Literal["off", "optional", "required"]
_RULES: Final[tuple[SecondFactorRule, ...]] = ("off", "optional", "required")
"""from the mildest to the strictest"""


class SettingsError(RefusedError):
    """The environment does not allow the command to start; the message names every cause."""


def project_dir() -> Path:
    """The checkout this package runs from; for an installed wheel, the working directory."""
    root = _PACKAGE.parents[1]
    return root if (root / "pyproject.toml").is_file() else Path.cwd()


def resource_dir(name: Literal["policies", "migrations"]) -> Path:
    """Where `name` stands: beside the package in a checkout, inside it in a wheel."""
    packed = _PACKAGE / "_resources" / name
    return packed if packed.is_dir() else project_dir() / name


def read_data_dir() -> Path:
    """The data folder, without looking at any other setting."""
    by_hand = os.environ.get("MEDIATION_DATA_DIR")
    return Path(by_hand) if by_hand else project_dir() / "var"


def _decode_key(name: str, value: object) -> bytes:
    if isinstance(value, bytes):
        key = value
    else:
        try:
            key = base64.b64decode(str(value), validate=True)
        except binascii.Error:
            raise ValueError(f"{name} is not base64") from None
    if len(key) != _KEY_BYTES:
        raise ValueError(f"{name} must hold {_KEY_BYTES} bytes in base64, not {len(key)}")
    return key


class Settings(BaseSettings):
    """Everything an operator may decide. Keys are 32 bytes; in the environment they are written in base64."""

    model_config = SettingsConfigDict(
        env_prefix="MEDIATION_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    database_url: str | None = Field(default=None, repr=False)
    redis_url: str | None = Field(default=None, repr=False)
    data_dir: Path = Field(default_factory=read_data_dir)
    policies_dir: Path = Field(default_factory=lambda: resource_dir("policies"))
    journal_heads_dir: Path = Field(default_factory=lambda data: data["data_dir"] / "journal-heads")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    base_url: str = "http://127.0.0.1:8000"
    graphiql: bool = False
    introspection: bool = False
    fonts_dir: Path | None = None
    """more fonts for papers, where a name holds a character that those in the packages lack"""
    secure_cookies: bool = True
    session_idle_minutes: int = Field(default=30, ge=1)
    session_absolute_hours: int = Field(default=12, ge=1)
    second_factor: SecondFactorRule | None = None
    """whether staff need a second step at sign-in: off, optional, required; unless told, required outside demonstrations"""
    second_factor_by_role: dict[str, SecondFactorRule] = {}
    """the same for one role, e.g. {"partner": "optional"}; of several roles the strictest counts"""

    demonstration: bool = False
    clock_file: Path | None = None

    secret_key: str = Field(default="", repr=False)
    vault_keys: Annotated[dict[int, bytes], Field(repr=False)] = {}
    vault_cipher: Literal["aes-gcm", "sm4-gcm"] = "aes-gcm"
    journal_signing_key: bytes = Field(default=b"", repr=False)

    delivery_lease_seconds: int = Field(default=30, ge=5)
    sms_gateway_url: str | None = None
    sms_gateway_token: str | None = Field(default=None, repr=False)
    smtp_url: str | None = Field(default=None, repr=False)
    mail_from: str = "studio@localhost"
    apprise_urls: Annotated[tuple[str, ...], NoDecode, Field(repr=False)] = ()

    clamd_url: str | None = None
    """a virus scanner (`tcp://host:port` or `unix:///path`); without one files are taken and say that nobody scanned them"""
    clamd_seconds: int = Field(default=20, ge=1)

    @field_validator("vault_keys", mode="before")
    @classmethod
    def _decode_vault_keys(cls, value: object) -> object:
        if isinstance(value, Mapping):
            return {version: _decode_key(f"vault key {version}", key) for version, key in value.items()}
        return value

    @field_validator("journal_signing_key", mode="before")
    @classmethod
    def _decode_signing_key(cls, value: object) -> object:
        return value if value in ("", b"") else _decode_key("journal signing key", value)

    @field_validator("apprise_urls", mode="before")
    @classmethod
    def _split_urls(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("clamd_url")
    @classmethod
    def _is_a_scanner(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "")
        tcp = parts.scheme == "tcp" and parts.hostname and parts.port
        if value is None or tcp or (parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/")):
            return value
        raise ValueError("the address of clamd is tcp://host:port or unix:///path")

    @field_validator("second_factor_by_role")
    @classmethod
    def _of_roles_there_are(cls, value: dict[str, SecondFactorRule]) -> dict[str, SecondFactorRule]:
        unknown = sorted(set(value) - STAFF_ROLES)
        if unknown:
            raise ValueError(f"no such role: {', '.join(unknown)}")
        return value

    @field_validator("base_url")
    @classmethod
    def _without_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @model_validator(mode="after")
    def _time_moves_in_demonstrations_only(self) -> Self:
        if self.clock_file is not None and not self.demonstration:
            raise ValueError("a movable clock (MEDIATION_CLOCK_FILE) is for demonstrations only")
        return self

    @property
    def secret_key_bytes(self) -> bytes:
        """The key of keyed hashes (tokens, blind indexes). Raises SettingsError when it is missing."""
        if not self.secret_key:
            raise SettingsError("MEDIATION_SECRET_KEY is missing.")
        return self.secret_key.encode()

    def second_factor_of(self, roles: Iterable[str]) -> SecondFactorRule:
        """The rule for somebody with these roles: the strictest of theirs."""
        overall = self.second_factor or ("optional" if self.demonstration else "required")
        rules = [self.second_factor_by_role.get(role, overall) for role in roles] or [overall]
        return max(rules, key=_RULES.index)

    def check_production(self) -> None:
        """Raises SettingsError naming every secret that is missing or a demonstration's, and every missing address."""
        _refuse([*self._missing(), *self._demonstration_secrets()])

    def check_no_demonstration(self) -> None:
        """Raises SettingsError naming every secret that is a demonstration's. For commands that need no secret."""
        _refuse(self._demonstration_secrets())

    def check_demonstration(self) -> None:
        """Raises SettingsError unless a demonstration has secrets of its own: it shows every message to everybody.

        One word too many in the environment of a real installation must not open its gateway and its clock.
        """
        if not self.secret_key.startswith(DEMONSTRATION_MARK):
            raise SettingsError(
                "Refusing to start: MEDIATION_DEMONSTRATION is set, and MEDIATION_SECRET_KEY is a real one."
            )

    def _missing(self) -> list[str]:
        needed = {
            "MEDIATION_DATABASE_URL": self.database_url,
            "MEDIATION_REDIS_URL": self.redis_url,
            "MEDIATION_BASE_URL": "base_url" in self.model_fields_set,
            "MEDIATION_SECRET_KEY": self.secret_key,
            "MEDIATION_VAULT_KEYS": self.vault_keys,
            "MEDIATION_JOURNAL_SIGNING_KEY": self.journal_signing_key,
        }
        faults = [f"{name} is missing" for name, value in needed.items() if not value]
        if self.secret_key and len(self.secret_key) < _KEY_BYTES:
            faults.append(f"MEDIATION_SECRET_KEY is shorter than {_KEY_BYTES} characters")
        return faults

    def _demonstration_secrets(self) -> list[str]:
        marked = {
            "MEDIATION_SECRET_KEY": self.secret_key.startswith(DEMONSTRATION_MARK),
            "MEDIATION_JOURNAL_SIGNING_KEY": self.journal_signing_key.startswith(_KEY_MARK),
            **{f"MEDIATION_VAULT_KEYS[{v}]": key.startswith(_KEY_MARK) for v, key in self.vault_keys.items()},
        }
        return [f"{name} is a demonstration secret" for name, is_marked in marked.items() if is_marked]


def _refuse(faults: list[str]) -> None:
    if faults:
        raise SettingsError("Refusing to start: " + "; ".join(faults) + ".")


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read from the environment at the first call. Raises SettingsError."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [_sentence(fault) for fault in error.errors(include_url=False, include_input=False)]
        raise SettingsError("The settings are wrong: " + "; ".join(faults) + ".") from None


def _sentence(fault: "ErrorDetails") -> str:
    name = f"MEDIATION_{str(fault['loc'][0]).upper()}: " if fault["loc"] else ""
    return name + fault["msg"].removeprefix("Value error, ")


def demonstration_secrets(data_dir: Path) -> dict[str, str]:
    """The demonstration secrets of `data_dir` by environment name: made at the first call (file mode 0600), kept after.

    Kept, so that status links and encrypted fields survive a restart.
    """
    path = data_dir / "secrets.json"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _write_private(path, json.dumps(_new_secrets(), indent=2))
    stored: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return stored


def demonstration_settings(data_dir: Path, **fields: Any) -> Settings:
    """Settings for tests and demonstrations: demonstration on, secrets of `data_dir`, anything else by keyword."""
    stored = demonstration_secrets(data_dir)
    kept = {
        "secret_key": stored["MEDIATION_SECRET_KEY"],
        "vault_keys": json.loads(stored["MEDIATION_VAULT_KEYS"]),
        "journal_signing_key": stored["MEDIATION_JOURNAL_SIGNING_KEY"],
    }
    return Settings(**{"data_dir": data_dir, "demonstration": True, **kept, **fields})


def _new_secrets() -> dict[str, str]:
    def key() -> str:
        return base64.b64encode(_KEY_MARK + secrets.token_bytes(_KEY_BYTES - len(_KEY_MARK))).decode()

    return {
        "MEDIATION_SECRET_KEY": DEMONSTRATION_MARK + secrets.token_urlsafe(_KEY_BYTES),
        "MEDIATION_VAULT_KEYS": json.dumps({"1": key()}),
        "MEDIATION_JOURNAL_SIGNING_KEY": key(),
    }


def _write_private(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    with contextlib.suppress(FileExistsError):  # another process was faster; its secrets count
        path.hardlink_to(fresh)
    fresh.unlink()

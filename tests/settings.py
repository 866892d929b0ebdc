"""Settings of the tests: real keys of no value."""

import base64
from pathlib import Path
from typing import Any

from mediation.settings import Settings


def test_settings(*, database_url: str, redis_url: str | None, data_dir: Path, **more: Any) -> Settings:
    """Settings around one test's servers; `more` is for those that a test is about."""
    values: dict[str, Any] = {
        "database_url": database_url,
        "redis_url": redis_url,
        "data_dir": data_dir,
        "journal_heads_dir": data_dir / "heads",
        "demonstration": True,
        "base_url": "http://test",
        "secret_key": base64.b64encode(b"s" * 32).decode(),
        "vault_keys": {1: base64.b64encode(b"k" * 32).decode()},
        "journal_signing_key": base64.b64encode(b"j" * 32).decode(),
        "introspection": True,
        "secure_cookies": False,
    }
    return Settings(**{**values, **more})


test_settings.__test__ = False  # type: ignore[attr-defined] - a factory, not a test

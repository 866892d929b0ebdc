"""What the environment may say, and what a production command refuses to start with."""

import base64
import stat
from pathlib import Path

import pytest

from mediation.settings import (
    Settings,
    SettingsError,
    demonstration_secrets,
    demonstration_settings,
    get_settings,
    resource_dir,
)

KEY = base64.b64encode(b"k" * 32).decode()
OTHER_KEY = base64.b64encode(b"o" * 32).decode()
COMPLETE = {
    "MEDIATION_DATABASE_URL": "postgresql+asyncpg://app@db/mediation",
    "MEDIATION_REDIS_URL": "redis://queue",
    "MEDIATION_BASE_URL": "https://mediation.example.gov.cn/",
    "MEDIATION_SECRET_KEY": "s" * 32,
    "MEDIATION_VAULT_KEYS": f'{{"1": "{KEY}", "2": "{OTHER_KEY}"}}',
    "MEDIATION_JOURNAL_SIGNING_KEY": KEY,
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("MEDIATION_"):
            monkeypatch.delenv(name)
    get_settings.cache_clear()


def given(monkeypatch: pytest.MonkeyPatch, **changes: str) -> Settings:
    for name, value in (COMPLETE | changes).items():
        monkeypatch.setenv(name, value)
    return get_settings()


def test_a_complete_environment_may_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, MEDIATION_APPRISE_URLS="wecombot://a dingtalk://b")

    settings.check_production()
    assert settings.vault_keys == {1: b"k" * 32, 2: b"o" * 32}
    assert settings.journal_signing_key == b"k" * 32
    assert settings.secret_key_bytes == b"s" * 32
    assert settings.base_url == "https://mediation.example.gov.cn"
    assert settings.apprise_urls == ("wecombot://a", "dingtalk://b")
    assert settings.journal_heads_dir == settings.data_dir / "journal-heads"
    assert not settings.demonstration
    assert not settings.graphiql
    assert not settings.introspection
    assert settings.secure_cookies


def test_every_missing_thing_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        get_settings().check_production()

    assert str(refused.value) == (
        "Refusing to start: MEDIATION_DATABASE_URL is missing; MEDIATION_REDIS_URL is missing; "
        "MEDIATION_BASE_URL is missing; MEDIATION_SECRET_KEY is missing; MEDIATION_VAULT_KEYS is missing; "
        "MEDIATION_JOURNAL_SIGNING_KEY is missing."
    )


def test_every_demonstration_secret_is_named_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = given(monkeypatch, **demonstration_secrets(tmp_path))

    with pytest.raises(SettingsError) as refused:
        settings.check_production()

    assert str(refused.value) == (
        "Refusing to start: MEDIATION_SECRET_KEY is a demonstration secret; "
        "MEDIATION_JOURNAL_SIGNING_KEY is a demonstration secret; MEDIATION_VAULT_KEYS[1] is a demonstration secret."
    )


def test_a_short_secret_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, MEDIATION_SECRET_KEY="hunter2")

    with pytest.raises(SettingsError, match="MEDIATION_SECRET_KEY is shorter than 32 characters"):
        settings.check_production()


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("MEDIATION_VAULT_KEYS", '{"1": "secretvalue!"}', "MEDIATION_VAULT_KEYS: vault key 1 is not base64"),
        ("MEDIATION_VAULT_KEYS", '{"1": "c2hvcnQ="}', "vault key 1 must hold 32 bytes in base64, not 5"),
        ("MEDIATION_JOURNAL_SIGNING_KEY", "c2hvcnQ=", "journal signing key must hold 32 bytes in base64, not 5"),
        ("MEDIATION_VAULT_CIPHER", "rot13", "MEDIATION_VAULT_CIPHER: Input should be 'aes-gcm' or 'sm4-gcm'"),
        ("MEDIATION_CLOCK_FILE", "/tmp/clock", r"a movable clock \(MEDIATION_CLOCK_FILE\) is for demonstrations only"),
        ("MEDIATION_PORT", "70000", "MEDIATION_PORT: Input should be less than or equal to 65535"),
    ],
)
def test_a_wrong_value_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, fault: str
) -> None:
    with pytest.raises(SettingsError, match=fault) as refused:
        given(monkeypatch, **{name: value})

    assert "secretvalue" not in str(refused.value)


def test_without_a_secret_key_nothing_is_hashed() -> None:
    with pytest.raises(SettingsError, match="MEDIATION_SECRET_KEY is missing"):
        _ = Settings().secret_key_bytes


def test_the_printed_settings_hold_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, MEDIATION_SMTP_URL="smtp://u:pw@mail", MEDIATION_SMS_GATEWAY_TOKEN="sms-token")

    for secret in ("s" * 32, KEY, str(b"k" * 32), "pw@mail", "sms-token", "app@db", "redis://queue"):
        assert secret not in repr(settings)


def test_demonstration_secrets_are_made_once_for_their_owner_only(tmp_path: Path) -> None:
    first = demonstration_secrets(tmp_path / "var")

    assert demonstration_secrets(tmp_path / "var") == first
    assert stat.S_IMODE((tmp_path / "var/secrets.json").stat().st_mode) == 0o600
    assert demonstration_secrets(tmp_path / "other") != first


def test_demonstration_settings_are_whole(tmp_path: Path) -> None:
    settings = demonstration_settings(tmp_path, clock_file=tmp_path / "clock")

    assert settings.demonstration
    assert len(settings.vault_keys[1]) == len(settings.journal_signing_key) == 32
    assert settings.secret_key_bytes.startswith(b"demonstration-")


def test_policies_and_migrations_are_found() -> None:
    assert (resource_dir("policies") / "access/model.conf").is_file()
    assert (resource_dir("migrations") / "alembic.ini").is_file()

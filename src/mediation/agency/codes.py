"""Codes over plain values: those of an authenticator app (RFC 6238), those sent to a phone, those on paper.

Six digits, thirty seconds, SHA-1: what every authenticator app takes. Refuses to hold a secret and to count tries.
"""

import hmac
import re
import secrets
import unicodedata
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp

from mediation.kit.ids import keyed_hash

ISSUER: Final = "联合调解工作室"
RECOVERY_CODES: Final = 10
_STEP_SECONDS: Final = 30
_DRIFT: Final = 1
"""steps that a phone's clock may be ahead or behind"""
_ALPHABET: Final = "abcdefghjkmnpqrstvwxyz23456789"
_DIGITS: Final = re.compile(r"[0-9]{6}")
_PAPER: Final = re.compile(f"[{_ALPHABET}]{{12}}")


def typed(code: str) -> str:
    """A code as it was typed, without the spaces and hyphens people add; full-width letters are the same letters."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code[:100])).lower()


def is_digits(code: str) -> bool:
    """Whether `code` looks like one of an app or of a text message."""
    return _DIGITS.fullmatch(code) is not None


def is_on_paper(code: str) -> bool:
    """Whether `code` looks like a recovery code."""
    return _PAPER.fullmatch(code) is not None


def app_secret() -> str:
    """160 random bits in base32, as RFC 4226 (4) recommends."""
    return pyotp.random_base32(32)


def app_uri(secret: str, login: str) -> str:
    """The `otpauth://` address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def app_step(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """The number of the thirty seconds that `code` belongs to, at most one from `at`; None when it is wrong.

    A code works once (RFC 6238, 5.2): steps up to `after`, the last that was taken, are not looked at.
    """
    app = pyotp.TOTP(secret)
    now = int(at.timestamp()) // _STEP_SECONDS
    found = None
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if hmac.compare_digest(app.generate_otp(step).encode(), code.encode()) and step > after:
            found = step
    return found


def sms_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def sms_hash(key: bytes, code_id: UUID, code: str) -> bytes:
    """What is stored of a code that was sent: worth nothing beside another row."""
    return keyed_hash(key, f"staff.code:{code_id}:{code}")


def paper_code() -> str:
    """A recovery code: 58 random bits in groups of four."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def paper_hash(key: bytes, staff_id: UUID, code: str) -> bytes:
    """What is stored of a recovery code, which is given as `typed` leaves it."""
    return keyed_hash(key, f"staff.recovery:{staff_id}:{code}")

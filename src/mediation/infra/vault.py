"""Field encryption: one value in, one sealed blob out, and a blind index to find it again by equality.

A blob is ``header byte | 12-byte random nonce | ciphertext | 16-byte tag``. The low seven bits of the header are the
version of the key (1-127), the top bit is set for SM4-GCM, so that both the key and the cipher can be rotated while old
rows are still read. The context (``"person.phone:<uuid>"``: table, column, row) is authenticated with the value: a
blob moved to another row or column does not open.

Refuses to hold: settings, keys of its own (a missing key stops the start, there is no plaintext fallback), the
normalisation of what is indexed (``kit/names.py``), and any value it has opened.
"""

from __future__ import annotations

import hmac
from os import urandom
from typing import TYPE_CHECKING, Final, Literal, NoReturn, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from collections.abc import Mapping

CipherName = Literal["aes-gcm", "sm4-gcm"]

KEY_BYTES: Final = 32
INDEX_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_BODY_AT: Final = 1 + _NONCE_BYTES
_SM4_BIT: Final = 0x80
_HIGHEST_VERSION: Final = 0x7F


class VaultError(Exception):
    """A blob that does not open, or a vault that cannot be built; the message never holds a key or a value."""


class _Sealer(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...


class Vault:
    """Seals with the newest key and the configured cipher; opens whatever any of its keys has sealed.

    Args:
        keys: key version (1-127) to 32 secret bytes; the highest version seals.
        cipher: ``aes-gcm`` (AES-256; an open takes about 2 us) or ``sm4-gcm`` (GB/T 32907, about 8 us).
        index_key: 32 bytes or more, for the blind index only; it is not rotated with the others, because every
            stored index would have to be computed again.

    Raises:
        VaultError: no keys, a version out of range, a key of the wrong length, or one key used for two purposes.
    """

    __slots__ = ("_current", "_header", "_index_key", "_index_keys", "_sealers")

    def __init__(self, keys: Mapping[int, bytes], cipher: CipherName = "aes-gcm", *, index_key: bytes) -> None:
        _check_keys(keys, index_key)
        if cipher not in ("aes-gcm", "sm4-gcm"):
            raise VaultError("the cipher is aes-gcm or sm4-gcm")
        self._sealers: dict[int, _Sealer] = {}
        for version, key in keys.items():
            self._sealers[version] = AESGCM(key)
            self._sealers[version | _SM4_BIT] = _Sm4Gcm(_derive(key, purpose="sm4-gcm", length=16))
        newest = max(keys)
        self._current = newest | _SM4_BIT if cipher == "sm4-gcm" else newest
        self._header = bytes((self._current,))
        self._index_key = index_key
        self._index_keys: dict[str, bytes] = {}

    def seal(self, plaintext: str, *, context: str) -> bytes:
        """Return the blob that holds `plaintext` and opens only under the same `context`.

        The nonce is random: rotate the key before it has sealed 2**32 values.

        Raises:
            VaultError: an empty context, or text that is not valid Unicode (a lone surrogate).
        """
        return self.seal_bytes(_encode(plaintext), context=context)

    def seal_bytes(self, data: bytes, *, context: str) -> bytes:
        """The same for what is no text: a file.

        Raises:
            VaultError: an empty context.
        """
        nonce = urandom(_NONCE_BYTES)
        body = self._sealers[self._current].encrypt(nonce, data, _associated(context))
        return self._header + nonce + body

    def open(self, blob: bytes, *, context: str) -> str:
        """Return the text sealed in `blob`.

        Raises:
            VaultError: the key version is unknown, or the blob was changed, cut, or belongs to another context.
        """
        try:
            return self.open_bytes(blob, context=context).decode()
        except UnicodeDecodeError:
            raise VaultError("the sealed value is not text") from None

    def open_bytes(self, blob: bytes, *, context: str) -> bytes:
        """The same for what is no text: a file.

        Raises:
            VaultError: as `open`.
        """
        if len(blob) < _BODY_AT + _TAG_BYTES:
            raise VaultError("the sealed value is too short")
        sealer = self._sealers.get(blob[0])
        if sealer is None:
            raise VaultError(f"no key for version {blob[0] & _HIGHEST_VERSION}")
        try:
            return sealer.decrypt(blob[1:_BODY_AT], blob[_BODY_AT:], _associated(context))
        except InvalidTag:
            raise VaultError("the sealed value was altered or belongs to another place") from None

    def needs_rotation(self, blob: bytes) -> bool:
        """Return whether `blob` was sealed with another key or cipher than a new one would be."""
        return blob[:1] != self._header

    def rotate(self, blob: bytes, context: str) -> bytes:
        """Return `blob` sealed anew with the newest key, or the same blob when it already is.

        Raises:
            VaultError: `blob` does not open under `context`. A current blob is returned without being opened.
        """
        if not self.needs_rotation(blob):
            return blob
        return self.seal_bytes(self.open_bytes(blob, context=context), context=context)

    def blind_index(self, kind: str, normalised: str) -> bytes:
        """Return 32 bytes that are equal for equal values of one kind, and tell nothing without the index key.

        Args:
            kind: what the value is (``"id_number"``, ``"phone"``); each kind has a key of its own, so that equal
                strings of two kinds do not match.
            normalised: the value after ``kit/names.py``; the same person must always give the same string.

        Raises:
            VaultError: an empty value: everyone without an ID number would be one person.
        """
        if not normalised:
            raise VaultError("an empty value has no index")
        key = self._index_keys.get(kind)
        if key is None:
            key = self._index_keys[kind] = _derive(self._index_key, purpose=f"blind-index/{kind}", length=INDEX_BYTES)
        return hmac.digest(key, _encode(normalised), "sha256")

    def __repr__(self) -> str:
        versions = sorted(header for header in self._sealers if not header & _SM4_BIT)
        return f"Vault(versions={versions}, cipher={'sm4-gcm' if self._current & _SM4_BIT else 'aes-gcm'!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a vault is not pickled: it holds keys")


class _Sm4Gcm:
    """SM4-GCM in the shape of ``AESGCM``: `cryptography` offers the cipher but no one-call form of it."""

    __slots__ = ("_algorithm",)

    def __init__(self, key: bytes) -> None:
        self._algorithm = SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data)
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        decryptor = Cipher(self._algorithm, modes.GCM(nonce, data[-_TAG_BYTES:])).decryptor()
        decryptor.authenticate_additional_data(associated_data)
        return decryptor.update(data[:-_TAG_BYTES]) + decryptor.finalize()


def _check_keys(keys: Mapping[int, bytes], index_key: bytes) -> None:
    if not keys:
        raise VaultError("no encryption key is configured")
    for version, key in keys.items():
        if not 1 <= version <= _HIGHEST_VERSION:
            raise VaultError(f"key version {version} is not between 1 and {_HIGHEST_VERSION}")
        if len(key) != KEY_BYTES:
            raise VaultError(f"key version {version} has {len(key)} bytes; it needs {KEY_BYTES}")
    if len(index_key) < KEY_BYTES:
        raise VaultError(f"the index key has {len(index_key)} bytes; it needs at least {KEY_BYTES}")
    if len({*keys.values(), index_key}) != len(keys) + 1:
        raise VaultError("one key is used twice: versions and index need keys of their own")


def _derive(key: bytes, *, purpose: str, length: int) -> bytes:
    info = f"mediation/vault/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(key)


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        # The UnicodeEncodeError would carry the value itself into a log.
        raise VaultError("the value is not valid Unicode text") from None


def _associated(context: str) -> bytes:
    if not context:
        raise VaultError("a value is sealed for a place: table, column and row")
    return context.encode()

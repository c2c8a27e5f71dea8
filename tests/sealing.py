"""Sealing with a password in milliseconds: what age itself writes, but for a scrypt that a laptop does at once.

age tunes its scrypt to take a second and up to a gigabyte, each time. Tests of what happens with sealed files have no
use for that: they read with age, as everybody does, what is written here after the format «age-encryption.org/v1».
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AGE = pyrage.passphrase.encrypt  # the real one
WORK = 4  # the logarithm of scrypt's cost
CHUNK = 64 * 1024


def seal(content: bytes, passphrase: str) -> bytes:
    """``pyrage.passphrase.encrypt`` without its cost."""
    file_key, salt, nonce = (secrets.token_bytes(16) for _part in range(3))
    label = b"age-encryption.org/v1/scrypt"
    wrapping = hashlib.scrypt(passphrase.encode(), salt=label + salt, n=2**WORK, r=8, p=1, dklen=32)
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    stanza = f"age-encryption.org/v1\n-> scrypt {_text(salt)} {WORK}\n{_text(wrapped)}\n---"
    mac = hmac.digest(_derived(file_key, b"", b"header"), stanza.encode(), "sha256")
    return f"{stanza} {_text(mac)}\n".encode() + nonce + _stream(_derived(file_key, nonce, b"payload"), content)


def _stream(key: bytes, content: bytes) -> bytes:
    cipher = ChaCha20Poly1305(key)
    parts = [content[at:at + CHUNK] for at in range(0, len(content), CHUNK)] or [b""]
    return b"".join(cipher.encrypt(at.to_bytes(11, "big") + bytes([at == len(parts) - 1]), part, None)
                    for at, part in enumerate(parts))


def _derived(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(file_key)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")

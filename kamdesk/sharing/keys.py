"""The two keys of a laptop: one signs what it sends, the other opens what was sealed for it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

SEED = 32  # bytes


@dataclass(frozen=True)
class Keys:
    """An Ed25519 seed and an age identity; they never leave the base that holds them."""

    seed: bytes = field(repr=False)
    identity: str = field(repr=False)

    @cached_property
    def verifying(self) -> str:
        """The public half of the signing key, 64 hexadecimal digits."""
        public: bytes = _private(self.seed).public_key().public_bytes_raw()
        return public.hex()

    @cached_property
    def sealing(self) -> str:
        """The public half of the age identity («age1…»)."""
        import pyrage

        return str(pyrage.x25519.Identity.from_str(self.identity).to_public())

    @property
    def uid(self) -> str:
        """What the laptop is called in files."""
        return uid_of(self.verifying, self.sealing)

    def sign(self, content: bytes) -> bytes:
        """Ed25519 over the content, 64 bytes."""
        signature: bytes = _private(self.seed).sign(content)
        return signature


def _private(seed: bytes) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def new_keys() -> Keys:
    """Keys nobody had before."""
    import secrets

    import pyrage

    return Keys(secrets.token_bytes(SEED), str(pyrage.x25519.Identity.generate()))


def signed_by(verifying: str, content: bytes, signature: bytes) -> bool:
    """Whether the holder of a public key signed exactly this content."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(verifying)).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def uid_of(verifying: str, sealing: str) -> str:
    """The name of a laptop follows from its two public keys: nobody else can bear it."""
    return digest_of(verifying, sealing)[:32]


def digest_of(verifying: str, sealing: str) -> str:
    """SHA-256 of the two public keys."""
    return hashlib.sha256(f"{verifying}|{sealing}".encode()).hexdigest()


def kept(keys: Keys) -> str:
    """The keys as the base keeps them, under its own protection."""
    return json.dumps({"seed": keys.seed.hex(), "identity": keys.identity})


def of_kept(text: str) -> Keys:
    """The keys a base keeps."""
    found = json.loads(text)
    return Keys(bytes.fromhex(found["seed"]), found["identity"])

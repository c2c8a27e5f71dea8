"""The .kdx container: a plain database file, compressed by zstd, then encrypted by age."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kamdesk.problems import Problem
from kamdesk.sharing.keys import Keys
from kamdesk.words import _

Cipher = Callable[[bytes], bytes]

MAGIC = b"age-encryption.org/v1\n"
_BY_PASSPHRASE = MAGIC + b"-> scrypt "
LARGEST = 2_000_000_000  # bytes of a database that we unpack
LEVEL = 6
SHORTEST = 8  # characters of a password


def pack(content: bytes, encrypt: Cipher) -> bytes:
    """A database as .kdx; ``encrypt`` says for whom (a password now, cards of colleagues alike)."""
    import zstandard

    return encrypt(zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(content))


def unpack(sealed: bytes, decrypt: Cipher) -> bytes:
    """The database in a .kdx; Problem when it is damaged or larger than we take."""
    import zstandard

    compressed = decrypt(sealed)
    try:
        size = zstandard.frame_content_size(compressed)
        if not 0 < size <= LARGEST:
            raise Problem(_("The file is damaged or was not made by Kamdesk. Ask for it again."))
        return zstandard.ZstdDecompressor().decompress(compressed, max_output_size=size)
    except zstandard.ZstdError as error:
        raise Problem(_("The file is damaged or was not made by Kamdesk. Ask for it again.")) from error


def by_passphrase(passphrase: str) -> Cipher:
    """Encrypts for whoever knows a password (age's scrypt: seconds and a gigabyte, whatever the size).

    Problem when it is too short.
    """
    import pyrage

    if len(passphrase) < SHORTEST:
        raise Problem(_("A password has at least {n} characters.", n=SHORTEST), field="passphrase")

    def encrypt(content: bytes) -> bytes:
        sealed: bytes = pyrage.passphrase.encrypt(content, passphrase)
        return sealed

    return encrypt


def with_passphrase(passphrase: str) -> Cipher:
    """Decrypts with a password; age does not say whether the password is wrong or the file was altered."""
    import pyrage

    def decrypt(sealed: bytes) -> bytes:
        try:
            content: bytes = pyrage.passphrase.decrypt(sealed, passphrase)
        except pyrage.DecryptError as error:
            raise Problem(_("The password does not open this file, or the file is damaged."),
                          field="passphrase") from error
        return content

    return decrypt


def has_passphrase(sealed: bytes) -> bool:
    """Whether a password opens a file, or the keys of those it was sealed for."""
    return sealed.startswith(_BY_PASSPHRASE)


def for_cards(recipients: Sequence[str]) -> Cipher:
    """Encrypts for the holders of age keys («age1…»): milliseconds, and no password to tell."""
    import pyrage

    try:
        keys = [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    except pyrage.RecipientError as error:
        raise Problem(_("The card of the reader is damaged. Ask for it again."), field="to") from error

    def encrypt(content: bytes) -> bytes:
        sealed: bytes = pyrage.encrypt(content, keys)
        return sealed

    return encrypt


def with_keys(keys: Keys) -> Cipher:
    """Decrypts what was sealed for this laptop."""
    import pyrage

    def decrypt(sealed: bytes) -> bytes:
        try:
            content: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(keys.identity)])
        except pyrage.DecryptError as error:
            raise Problem(_("The file was made for another laptop, or it is damaged. Send your card to whoever made "
                            "it and ask for it again.")) from error
        return content

    return decrypt

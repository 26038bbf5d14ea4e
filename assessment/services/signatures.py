"""The key with which an installation signs the files that it hands out, made from its secret."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"gradino signed files"
KEY_BYTES = 32
SHOWN_GROUPS, GROUP = 6, 4


def _own_key(secret: str) -> Ed25519PrivateKey:
    seed = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(secret: str) -> bytes:
    """Return the public key, 32 bytes, of the installation with this secret."""
    return _own_key(secret).public_key().public_bytes_raw()


def sign(secret: str, content: bytes) -> tuple[bytes, bytes]:
    """Return the public key and the Ed25519 signature of some bytes."""
    return public_key(secret), _own_key(secret).sign(content)


def is_signed(key: bytes, content: bytes, signature: bytes) -> bool:
    """Return whether a signature of some bytes was made by whoever has that public key."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(key: bytes) -> str:
    """Return a public key in a short form that two people can read to each other."""
    digest = hashlib.sha256(key).hexdigest()
    return " ".join(digest[at * GROUP : (at + 1) * GROUP] for at in range(SHOWN_GROUPS))


def own_fingerprint(secret: str) -> str:
    """Return the short form of the key of the installation with this secret."""
    return fingerprint(public_key(secret))

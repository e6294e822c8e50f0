"""The hash of sealed bytes, alone: who checks files needs nothing else of what a seal is."""

from __future__ import annotations

import hashlib


def seal_of(data: bytes) -> str:
    """Return the seal of sealed bytes: SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()

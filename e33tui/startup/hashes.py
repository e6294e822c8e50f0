"""Python's own hashes in the place of OpenSSL's, which would take half a megabyte of every session.

:mod:`hashlib` asks for OpenSSL's first and has its own for when there are none; they give the same
digests. What only OpenSSL has is loaded with its first use. Where Python was built without hashes of
its own, all stays as it is.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

OPENSSL: Final = "_hashlib"
ONLY_OPENSSL: Final = ("pbkdf2_hmac", "scrypt")
OWN: Final = (
    ("_md5",),
    ("_sha1",),
    ("_sha256", "_sha2"),
    ("_sha512", "_sha2"),
    ("_sha3",),
    ("_blake2",),
)
"""What hashlib needs without OpenSSL, each by the names that it has had."""


def use() -> None:
    """Let hashlib take Python's own from now on; one that is loaded already is left as it is."""
    if "hashlib" in sys.modules or OPENSSL in sys.modules or not _are_there():
        return
    sys.modules[OPENSSL] = None  # type: ignore[assignment]
    try:
        import hashlib
        import hmac  # noqa: F401
    finally:
        del sys.modules[OPENSSL]
    for name in ONLY_OPENSSL:
        if not hasattr(hashlib, name):
            setattr(hashlib, name, _Waiting(name))


class _Waiting:
    """A function of OpenSSL's that is loaded when it is called."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return getattr(import_module(OPENSSL), self._name)(*arguments, **named)


def _are_there() -> bool:
    return all(any(map(find_spec, names)) for names in OWN)

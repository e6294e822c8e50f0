"""The code that the neutral screen may ask for: a few digits, kept only as a slow salted hash.

It hides, it does not protect: whoever can read the hash tries ten thousand codes in some minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from e33tui.domain.errors import InputError
from e33tui.domain.frozen import dataclass

FIELD: Final = "Code"
SHORTEST: Final = 4
LONGEST: Final = 8
RULE: Final = f"{FIELD} : de {SHORTEST} à {LONGEST} chiffres."
SALT_BYTES: Final = 16
HASH_BYTES: Final = 32

# 4 MB and a hundredth of a second: fifty interfaces may share a small machine. They are no part of
# what is recorded, so that no file can ask for hours or for gigabytes; others are another format.
_COST: Final = 2**12
_BLOCKS: Final = 8


@dataclass(frozen=True)
class ScreenCode:
    """What is kept of a code.

    Attributes:
        salt: random bytes.
        digest: the hash of salt and code.
    """

    salt: bytes
    digest: bytes

    def opens(self, typed: str) -> bool:
        """Tell whether ``typed`` is the code; this takes some time."""
        return is_code(typed) and hmac.compare_digest(_digest(typed, self.salt), self.digest)


def is_code(text: str) -> bool:
    """Tell whether a text could be a code."""
    return text.isascii() and text.isdigit() and SHORTEST <= len(text) <= LONGEST


def seal_code(text: str) -> ScreenCode:
    """Return what may be kept of a code; this takes some time.

    Raises:
        InputError: it is no code.
    """
    if not is_code(text):
        raise InputError(FIELD, RULE)
    salt = secrets.token_bytes(SALT_BYTES)
    return ScreenCode(salt, _digest(text, salt))


def _digest(text: str, salt: bytes) -> bytes:
    return hashlib.scrypt(text.encode(), salt=salt, n=_COST, r=_BLOCKS, p=1, dklen=HASH_BYTES)

"""Bytes from a keyboard, which are UTF-8, or else letters of the locale's own charset.

A terminal that is set to Latin letters sends one byte for é, whatever the server takes for granted.
Such a byte alone is never UTF-8, and two of them in a row that happen to be are no French word.
"""

from __future__ import annotations

import codecs
from functools import partial
from typing import Final

UTF8: Final = "utf-8"


class Reader:
    """Reads the bytes of one keyboard, however they were cut into reads.

    Args:
        charset: the locale's, one byte a letter; UTF-8 for none but that.
    """

    def __init__(self, charset: str = UTF8) -> None:
        handler = "replace"
        if charset != UTF8:
            handler = f"e33tui-{charset}"
            codecs.register_error(handler, partial(_in_charset, charset))
        self._decoder = codecs.getincrementaldecoder(UTF8)(handler)
        self._decides = charset != UTF8

    @property
    def pending(self) -> bool:
        """Whether :meth:`flush` would decide what the last bytes are.

        In UTF-8 nothing is to be decided: what a slow line has cut will go on.
        """
        return self._decides and bool(self._decoder.getstate()[0])

    def decode(self, data: bytes) -> str:
        """Return the characters that ``data`` completes."""
        return self._decoder.decode(data)

    def flush(self) -> str:
        """Return the last bytes as letters of the charset: nothing came that would go on."""
        return self._decoder.decode(b"", final=True) if self.pending else ""


def _in_charset(charset: str, error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode(charset, "replace"), error.end

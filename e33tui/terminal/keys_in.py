"""Bytes from the terminal in, Textual's keys, pastes and mouse presses out.

Pure: no reading, no clock. The driver feeds what each read returned and, while
:attr:`Decoder.pending`, calls :meth:`Decoder.flush` about 100 ms after the last byte.

Rules (design, « The terminal », In):

- **Escape** followed by a printable is the escape key, then that key: never Alt. Escape twice is
  two escapes; Escape and Tab together are what the Linux console sends for Shift-Tab.
- **A report** of the terminal (any other complete CSI, SS3, OSC, DCS or APC sequence) is
  swallowed whole. What breaks a sequence off is read as itself.
- **A bracketed paste** is text up to its terminator, whatever is in it.
- **A burst** is a paste without brackets: a read of 64 bytes or more, key sequences not counted,
  which mixes text with Enter or another control byte (Backspace is typing, not a sign of a paste).
  So is a read of 2,048 characters or more of text alone: nobody is that far ahead of the line, and
  a key for each would hold the program up for minutes. It goes on until :meth:`Decoder.flush`, so
  that a paste of many reads is one paste; what is typed ahead in smaller reads, arrows of any
  number or shorter text without Enter stay keys.
- **A paste** has its line ends as line feeds, nothing else changed. Past :data:`PASTE_LIMIT`
  characters the rest is dropped and U+FFFD marks it: far over every field's limit, it is refused
  there for its length, never cut.
"""

from __future__ import annotations

import io
import re
from typing import Final

from textual import events
from textual.message import Message

from e33tui.terminal.charset import UTF8, Reader
from e33tui.terminal.key_sequences import key_of_character, keys_of_sequence

BURST_BYTES: Final = 64
"""Bytes of text and controls in one read from which on it may be a paste without brackets."""
FLOOD_CHARACTERS: Final = 2048
"""Characters of text in one read from which on it is a paste, whatever else is in it."""
PASTE_LIMIT: Final = 4 * 1024 * 1024
"""Characters kept of one paste; a thousand times what any field takes."""

_ESC: Final = "\x1b"
_PASTE_START: Final = "\x1b[200~"
_PASTE_END: Final = "\x1b[201~"
_CUT_MARK: Final = "\ufffd"  # not a blank, so that stripping cannot make a cut paste fit
_HELD_LIMIT: Final = 4096  # characters of one unfinished sequence

# Only what terminals really answer opens a string: Escape and « ] » or « P » may also be typed.
_STRING: Final = r"(?:\]\d|P[\d!$+<=>|{]|_G)[^\x00-\x1f]*"
_SEQUENCE: Final = re.compile(
    r"\x1b(?:"
    r"\t"
    r"|\[\[[@-~]"  # Linux console
    r"|\[M[^\x00-\x1f]{3}"  # mouse, in the encoding before SGR
    r"|\[\d{1,2}\$"  # rxvt with Shift
    r"|\[(?![M\[])[-0-?]*+[ -/]*+[@-~]"  # the minus: some report a mouse beyond the edge
    r"|O(?:1;)?[1-9]?[A-Za-z]"
    rf"|{_STRING}(?:\x07|\x1b\\)"
    r")"
)
_UNFINISHED: Final = re.compile(
    r"\x1b(?:"
    r"\[(?:\[|M[^\x00-\x1f]{0,2}|[-0-?]*+[ -/]*+)"
    r"|O(?:1;)?[1-9]?"
    rf"|{_STRING}(?:\x1b\Z)?"
    r"|[]P_]"
    r")?"
)
_UNFINISHED_END: Final = re.compile(_UNFINISHED.pattern + r"\Z")
_MOUSE: Final = re.compile(r"\x1b\[<(\d{1,3});(\d{1,4});(\d{1,4})([Mm])")
_TEXT: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f]")
_PASTED_CONTROL: Final = re.compile(r"[\x00-\x07\x09-\x1f\x80-\x9f]")
_MARKER_PREFIX: Final = re.compile(r"\x1b(?:\[(?:2(?:0(?:[01])?)?)?)?\Z")


class Decoder:
    """Turns the terminal's bytes into messages, however they were cut into reads.

    Args:
        mouse: report presses, releases and the wheel (SGR encoding); motion never is.
        charset: what bytes are that are not UTF-8.
    """

    def __init__(self, mouse: bool = False, charset: str = UTF8) -> None:
        self._mouse = _Mouse() if mouse else None
        self._reader = Reader(charset)
        self._held = ""  # an unfinished sequence
        self._paste: _Paste | None = None

    @property
    def pending(self) -> bool:
        """Whether :meth:`flush` would decide something: a sequence, a burst, a Latin letter."""
        if self.pasting:
            return False
        return bool(self._held) or self._paste is not None or self._reader.pending

    @property
    def pasting(self) -> bool:
        """Whether a bracketed paste has begun and its terminator has not come yet."""
        return self._paste is not None and self._paste.marker == _PASTE_END

    def feed(self, data: bytes) -> list[Message]:
        """Return what ``data``, the bytes of one read, completes. Never raises."""
        return self._feed_text(self._reader.decode(data), large=len(data) >= BURST_BYTES)

    def _feed_text(self, text: str, *, large: bool) -> list[Message]:
        messages: list[Message] = []
        while text:
            if self._paste is not None:
                text = self._feed_paste(self._paste, text, messages)
            else:
                text = self._feed_keys(text, large, messages)
        return messages

    def flush(self, abandon_paste: bool = False) -> list[Message]:
        """Decide what silence decides; to be called about 100 ms after the last byte.

        A lone Escape becomes the escape key; Escape and the bracket or letter that could have
        opened a sequence become two keys; a longer beginning of a sequence is dropped; a burst is
        delivered. A bracketed paste stays open on a stalled line.

        Args:
            abandon_paste: deliver a bracketed paste as far as it came (for the driver to say after
                some ten seconds of silence), so that a lost terminator cannot keep the keyboard.
        """
        if self.pasting and not abandon_paste:
            return []
        messages = self._feed_text(self._reader.flush(), large=False)
        if self._paste is not None:
            return [*messages, self._deliver(self._paste)]
        held, self._held = self._held, ""
        return [*messages, *_broken_off(held)]

    def _feed_paste(self, paste: _Paste, text: str, messages: list[Message]) -> str:
        """Gather up to the end of ``paste``; return what follows it."""
        rest = paste.add(text)
        if rest is None:
            return ""
        messages.append(self._deliver(paste))
        if paste.marker == _PASTE_START:
            self._paste = _Paste(_PASTE_END)
        return rest

    def _feed_keys(self, text: str, large: bool, messages: list[Message]) -> str:
        """Decode up to the start of a paste; return what follows that start."""
        text, self._held = self._held + text, ""
        before, start, rest = text.partition(_PASTE_START)
        if large and _looks_pasted(before):
            self._paste = _Paste(_PASTE_START)
            return text
        messages.extend(self._decode(before))
        if start:
            messages.extend(_broken_off(self._held))
            self._held = ""
            self._paste = _Paste(_PASTE_END)
        return rest

    def _decode(self, text: str) -> list[Message]:
        """Return the messages of ``text``; hold back a sequence that its end leaves unfinished."""
        messages: list[Message] = []
        position = 0
        while position < len(text):
            if text[position] != _ESC:
                _append_key(messages, text[position])
                position += 1
            elif match := _SEQUENCE.match(text, position):
                messages.extend(self._messages_of(match.group()))
                position = match.end()
            else:
                position = self._unfinished(text, position, messages)
        return messages

    def _unfinished(self, text: str, position: int, messages: list[Message]) -> int:
        match = _UNFINISHED.match(text, position)
        assert match is not None, "an Escape alone matches"
        beginning = match.group()
        if match.end() < len(text):
            messages.extend(_broken_off(beginning))
        elif len(beginning) <= _HELD_LIMIT:
            self._held = beginning
        return match.end()

    def _messages_of(self, sequence: str) -> list[Message]:
        if report := _MOUSE.fullmatch(sequence):
            event = self._mouse.event(report) if self._mouse is not None else None
            return [] if event is None else [event]
        return [*keys_of_sequence(sequence)]

    def _deliver(self, paste: _Paste) -> events.Paste:
        self._paste = None
        return events.Paste(paste.text())


class _Paste:
    """Text gathered until a marker, in linear time and bounded memory.

    The marker of a bracketed paste is its terminator, that of a burst the start of a bracketed one.
    """

    def __init__(self, marker: str) -> None:
        self.marker: Final = marker
        self._kept = io.StringIO()
        self._room = PASTE_LIMIT
        self._cut = False
        self._tail = ""  # may be the beginning of the marker

    def add(self, text: str) -> str | None:
        """Take ``text``; return what follows the marker, or None while it has not come."""
        text, self._tail = self._tail + text, ""
        before, marker, rest = text.partition(self.marker)
        if marker:
            self._keep(before)
            return rest
        if beginning := _MARKER_PREFIX.search(text, max(0, len(text) - len(self.marker))):
            self._tail = beginning.group()
        self._keep(text[: len(text) - len(self._tail)])
        return None

    def text(self) -> str:
        """Return what came, its line ends as line feeds."""
        self._keep(self._tail)
        text = self._kept.getvalue() + (_CUT_MARK if self._cut else "")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _keep(self, text: str) -> None:
        self._kept.write(text[: self._room])
        self._cut = self._cut or len(text) > self._room
        self._room = max(0, self._room - len(text))


class _Mouse:
    """Presses, releases and the wheel, as Textual's own parser reports them."""

    _WHEEL: Final = (
        events.MouseScrollUp,
        events.MouseScrollDown,
        events.MouseScrollLeft,
        events.MouseScrollRight,
    )

    def __init__(self) -> None:
        self._last = (0, 0)

    def event(self, report: re.Match[str]) -> events.MouseEvent | None:
        """Return the event of one SGR report, or None for motion and for unknown buttons."""
        code, column, row = (int(report[group]) for group in (1, 2, 3))
        kind, button = self._kind(code, pressed=report[4] == "M")
        if kind is None or not (column and row):
            return None
        x, y = column - 1, row - 1
        delta_x, delta_y = x - self._last[0], y - self._last[1]
        self._last = (x, y)
        shift, meta, ctrl = (bool(code & bit) for bit in (4, 8, 16))
        return kind(None, x, y, delta_x, delta_y, button, shift, meta, ctrl, screen_x=x, screen_y=y)

    def _kind(self, code: int, *, pressed: bool) -> tuple[type[events.MouseEvent] | None, int]:
        """Return the event's class and the button's number (1 left, 2 middle, 3 right)."""
        if code & 32 or code >= 128:
            return None, 0
        if code & 64:
            return (self._WHEEL[code & 3] if pressed else None), 0
        button = (code + 1) & 3
        if not button:
            return None, 0
        return (events.MouseDown if pressed else events.MouseUp), button


def _broken_off(beginning: str) -> list[Message]:
    """Return the keys of a sequence that was begun and will not be finished.

    One character after Escape was typed (``Escape [``); more of it is no one's typing.
    """
    messages: list[Message] = []
    for character in beginning if len(beginning) <= 2 else "":
        _append_key(messages, character)
    return messages


def _append_key(messages: list[Message], character: str) -> None:
    key = key_of_character(character)
    if key is not None:
        messages.append(key)


def _looks_pasted(text: str) -> bool:
    """Whether ``text``, of one large read and outside brackets, is a burst (see the module)."""
    typed = _UNFINISHED_END.sub("", _SEQUENCE.sub("", text))
    if len(typed) >= FLOOD_CHARACTERS:
        return _TEXT.search(typed) is not None
    return (
        len(typed.encode()) >= BURST_BYTES
        and _PASTED_CONTROL.search(typed) is not None
        and _TEXT.search(typed) is not None
    )

"""What real terminals send, key by key, and how tests spell what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual import events
from textual.message import Message

from e33tui.terminal.keys_in import Decoder

_ARROWS = {"up": "A", "down": "B", "right": "C", "left": "D"}
_CSI_ARROWS = [(name, f"\x1b[{letter}") for name, letter in _ARROWS.items()]
_SS3_ARROWS = [(name, f"\x1bO{letter}") for name, letter in _ARROWS.items()]
_VT_EDITING = [
    ("insert", "\x1b[2~"),
    ("delete", "\x1b[3~"),
    ("pageup", "\x1b[5~"),
    ("pagedown", "\x1b[6~"),
]
_PF_KEYS = [("f1", "\x1bOP"), ("f2", "\x1bOQ"), ("f3", "\x1bOR"), ("f4", "\x1bOS")]
_VT_FUNCTION_KEYS = [
    (f"f{number}", f"\x1b[{code}~")
    for number, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), start=5)
]
_MODIFIED = [
    (f"{prefix}{name}", f"\x1b[1;{modifier}{letter}")
    for modifier, prefix in ((2, "shift+"), (5, "ctrl+"), (6, "ctrl+shift+"))
    for name, letter in {**_ARROWS, "home": "H", "end": "F"}.items()
]
_MODIFIED_EDITING = [
    (f"{prefix}{name}", f"\x1b[{number};{modifier}~")
    for modifier, prefix in ((2, "shift+"), (5, "ctrl+"))
    for name, number in {"delete": 3, "pageup": 5, "pagedown": 6}.items()
]
_KEYPAD = [
    *((str(digit), f"\x1bO{letter}") for digit, letter in enumerate("pqrstuvwxy")),
    ("asterisk", "\x1bOj"),
    ("plus", "\x1bOk"),
    ("comma", "\x1bOl"),
    ("minus", "\x1bOm"),
    ("full_stop", "\x1bOn"),
    ("slash", "\x1bOo"),
    ("enter", "\x1bOM"),
]

TERMINALS: dict[str, list[tuple[str, str]]] = {
    "xterm": [
        *_CSI_ARROWS,
        *_VT_EDITING,
        *_PF_KEYS,
        *_VT_FUNCTION_KEYS,
        *_MODIFIED,
        *_MODIFIED_EDITING,
        ("home", "\x1b[H"),
        ("end", "\x1b[F"),
        ("shift+tab", "\x1b[Z"),
        ("shift+f1", "\x1b[1;2P"),
        ("ctrl+f5", "\x1b[15;5~"),
        ("alt+up", "\x1b[1;3A"),
    ],
    "xterm, application mode": [
        *_SS3_ARROWS,
        *_KEYPAD,
        ("home", "\x1bOH"),
        ("end", "\x1bOF"),
    ],
    "PuTTY": [
        *_CSI_ARROWS,
        *_SS3_ARROWS,  # with Control
        *_VT_EDITING,
        *_VT_FUNCTION_KEYS,
        ("home", "\x1b[1~"),
        ("end", "\x1b[4~"),
        ("f1", "\x1b[11~"),
        ("f4", "\x1b[14~"),
        ("f11", "\x1bOZ"),
        ("backspace", "\x7f"),
        ("shift+tab", "\x1b[Z"),
    ],
    "Linux console": [
        *_CSI_ARROWS,
        *_VT_EDITING,
        ("home", "\x1b[1~"),
        ("end", "\x1b[4~"),
        *((f"f{number}", f"\x1b[[{letter}") for number, letter in enumerate("ABCDE", start=1)),
        ("f6", "\x1b[17~"),
        ("f13", "\x1b[25~"),
        ("f20", "\x1b[34~"),
        ("shift+tab", "\x1b\t"),
        ("backspace", "\x7f"),
    ],
    "rxvt": [
        *_CSI_ARROWS,
        *_VT_EDITING,
        ("home", "\x1b[7~"),
        ("end", "\x1b[8~"),
        ("shift+home", "\x1b[7$"),
        ("ctrl+home", "\x1b[7^"),
        ("ctrl+end", "\x1b[8^"),
        ("ctrl+shift+end", "\x1b[8@"),
        ("shift+up", "\x1b[a"),
        ("shift+left", "\x1b[d"),
        ("ctrl+down", "\x1bOb"),
        ("ctrl+right", "\x1bOc"),
    ],
    "tmux, screen": [
        *_SS3_ARROWS,
        *_VT_EDITING,
        *_PF_KEYS,
        *_MODIFIED,
        ("home", "\x1b[1~"),
        ("end", "\x1b[4~"),
        ("ctrl+up", "\x1b[5A"),
        ("shift+tab", "\x1b[Z"),
    ],
    "PuTTY, its keyboard set otherwise": [  # Linux, Xterm R6, rxvt; Backspace as Control-H
        ("f1", "\x1b[[A"),
        ("home", "\x1bOH"),
        ("home", "\x1b[H"),
        ("end", "\x1bOF"),
        ("end", "\x1b[8~"),
        ("backspace", "\x08"),
    ],
    "Konsole, VTE of old": [("ctrl+right", "\x1bO5C"), ("shift+f1", "\x1bO1;2P")],
    "vt220": [*_CSI_ARROWS, *_PF_KEYS, *_VT_FUNCTION_KEYS, ("backspace", "\x08")],
    "Termius": [
        *_CSI_ARROWS,
        *_SS3_ARROWS,  # once a program before left application mode on
        *_VT_EDITING,
        *_PF_KEYS,
        ("home", "\x1bOH"),
        ("end", "\x1bOF"),
        ("tab", "\t"),
        ("shift+tab", "\x1b[Z"),
        ("backspace", "\x7f"),
        ("ctrl+n", "\x0e"),  # its row of keys above the keyboard
        ("é", "é"),
    ],
}

REPORTS: list[str] = [
    "\x1b[?62;4;22c",  # what the terminal is
    "\x1b[>41;380;0c",
    "\x1b[0n",  # it is well
    "\x1b[24;80R",  # where the cursor is, twice as a key would be written
    "\x1b[1;5R",
    "\x1b[?2026;2$y",  # a mode's state
    "\x1b[4;2$y",
    "\x1b[8;24;80t",  # its size
    "\x1b[48;24;80;480;800t",
    "\x1b[I",  # focus
    "\x1b[O",
    "\x1b[?1u",  # the keyboard's flags
    "\x1b[201~",  # a paste's end without its start
    "\x1b[99~",
    "\x1b[E",  # the keypad's 5 without digits
    "\x1b[G",
    "\x1bOe",
    "\x1b[M !!",  # mouse, in the old encoding
    "\x1b[<0;10;5M",
    "\x1b]11;rgb:0000/0000/0000\x1b\\",  # a colour
    "\x1b]11;rgb:0000/0000/0000\x07",
    "\x1b]52;c;Zm9v\x07",  # the clipboard
    "\x1bP>|XTerm(380)\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1bP1+r544e=787465726d\x1b\\",
    "\x1bP!|00000000\x1b\\",
    "\x1b_Gi=31;OK\x1b\\",
]

Spelling = tuple[str | int | bool | None, ...]


def spell(messages: Iterable[Message]) -> list[Spelling]:
    """Return messages as tuples that can be compared."""
    return [_spell(message) for message in messages]


def _spell(message: Message) -> Spelling:
    if isinstance(message, events.Key):
        return ("key", message.key, message.character)
    if isinstance(message, events.Paste):
        return ("paste", message.text)
    assert isinstance(message, events.MouseEvent), message
    place = (message.x, message.y, message.screen_x, message.screen_y)
    moved = (message.delta_x, message.delta_y, message.button)
    return (type(message).__name__, *place, *moved, message.shift, message.meta, message.ctrl)


def names(messages: Iterable[Message]) -> list[str]:
    """Return the names of messages that must all be keys."""
    keys = []
    for message in messages:
        assert isinstance(message, events.Key), message
        keys.append(message.key)
    return keys


def feed_all(decoder: Decoder, chunks: Sequence[bytes]) -> list[Message]:
    """Feed each chunk as one read."""
    return [message for chunk in chunks for message in decoder.feed(chunk)]


def cuts(data: bytes) -> Iterator[list[bytes]]:
    """Yield ``data`` whole, cut in two at every position, and byte by byte."""
    yield [data]
    yield from ([data[:at], data[at:]] for at in range(1, len(data)))
    yield [bytes([byte]) for byte in data]

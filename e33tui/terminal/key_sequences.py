"""What each key of a real terminal sends, and the name Textual gives to it.

Sources: xterm's *ctlseqs*, the terminfo entries of linux, rxvt, putty, screen, tmux and vt220, the
kitty keyboard protocol. Names are those of Textual's own parser, except where its table slips
(rxvt's Control-Home, the keypad of kitty) or where a report would read as a key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from textual.events import Key
from textual.keys import _character_to_key

_SHIFT: Final = 1
_MODIFIERS: Final = ("shift", "alt", "ctrl", "super", "hyper", "meta")
_RELEASED: Final = "3"

_CONTROLS: Final[Mapping[str, str]] = {
    "\x00": "ctrl+@",
    **{chr(code): f"ctrl+{chr(code + 96)}" for code in range(1, 27)},
    "\b": "backspace",
    "\t": "tab",
    "\n": "enter",
    "\r": "enter",
    "\x1b": "escape",
    "\x1c": "ctrl+backslash",
    "\x1d": "ctrl+right_square_bracket",
    "\x1e": "ctrl+circumflex_accent",
    "\x1f": "ctrl+underscore",
    " ": "space",
    "\x7f": "backspace",
}

# CSI <letter>, CSI 1;<modifiers> <letter>, SS3 <letter>. CSI R is left out: it is the report of
# the cursor's position, which must never read as F3.
_LETTERS: Final[Mapping[str, str]] = {
    "A": "up",
    "B": "down",
    "C": "right",
    "D": "left",
    "F": "end",
    "H": "home",
    "P": "f1",
    "Q": "f2",
    "S": "f4",
}

# CSI <number> ~, and rxvt's CSI <number> $ ^ @.
_NUMBERS: Final[Mapping[int, str]] = {
    1: "home",
    2: "insert",
    3: "delete",
    4: "end",
    5: "pageup",
    6: "pagedown",
    7: "home",
    8: "end",
    **{number: f"f{number - 10}" for number in range(11, 16)},
    **{number: f"f{number - 11}" for number in range(17, 22)},
    **{number: f"f{number - 12}" for number in range(23, 27)},
    **{number: f"f{number - 13}" for number in range(28, 30)},
    **{number: f"f{number - 14}" for number in range(31, 35)},
}
_RXVT_MODIFIERS: Final = {"$": "shift", "^": "ctrl", "@": "ctrl+shift"}

# The number pad in application mode: SS3 j to y.
_KEYPAD: Final[Mapping[str, str]] = {
    **{chr(ord("p") + digit): str(digit) for digit in range(10)},
    **dict(zip("jklmnoX", "*+,-./=", strict=True)),
}

# Keys without a letter, by their number in CSI <number> u. The rest of kitty's private numbers
# (modifiers alone, media keys) are keys nobody means to send.
_NUMBERED: Final[Mapping[int, str]] = {
    8: "backspace",
    9: "tab",
    13: "enter",
    27: "escape",
    127: "backspace",
    57414: "enter",
    **dict(enumerate(("left", "right", "up", "down", "pageup", "pagedown"), start=57417)),
    **dict(enumerate(("home", "end", "insert", "delete"), start=57423)),
}
_NUMBERED_KEYPAD: Final[Mapping[int, str]] = dict(enumerate("0123456789./*-+", start=57399)) | {
    57415: "=",
    57416: ",",
}
_NAMED_CHARACTERS: Final = {"backspace": "\x7f", "tab": "\t", "enter": "\r", "escape": "\x1b"}


def _fixed() -> dict[str, str]:
    """Return the sequences without parameters: what is sent, the key's name."""
    table = {"\x1bO" + letter: name for letter, name in _LETTERS.items()}
    table |= {"\x1bOR": "f3"}
    # PuTTY, function keys as on a VT100+ (its F9 is the keypad's equals sign elsewhere).
    table |= {"\x1bO" + letter: f"f{5 + i}" for i, letter in enumerate("TUVW")}
    table |= {"\x1bOY": "f10", "\x1bOZ": "f11"}
    # The Linux console.
    table |= {"\x1b[[" + letter: f"f{1 + i}" for i, letter in enumerate("ABCDE")}
    table |= {"\x1b\t": "shift+tab", "\x1b[Z": "shift+tab", "\x1b[1;2Z": "shift+tab"}
    for letter in "ABCD":  # rxvt
        table["\x1b[" + letter.lower()] = "shift+" + _LETTERS[letter]
        table["\x1bO" + letter.lower()] = "ctrl+" + _LETTERS[letter]
    return table


_FIXED: Final[Mapping[str, str]] = _fixed()
_PARAMETERS: Final = re.compile(r"\x1b[\[O]([\d;:]*)([A-Za-z~$^@])")
_DIGITS: Final = re.compile(r"\d{1,7}")  # no code point has more; int() of a long run is slow


def key_of_character(character: str) -> Key | None:
    """Return the key of one typed character; None for a C1 control, which no keyboard sends."""
    name = _CONTROLS.get(character)
    if name is not None:
        return Key(name, "\r" if character == "\n" else character)
    if "\x80" <= character <= "\x9f":
        return None
    return Key(_character_to_key(character), character)


def keys_of_sequence(sequence: str) -> list[Key]:
    """Return the keys that one complete escape sequence stands for; none for a report."""
    if sequence == "\x1bOM":
        return [Key("enter", "\r")]
    if sequence.startswith("\x1bO") and (character := _KEYPAD.get(sequence[2:])):
        return _characters(character)
    if name := _FIXED.get(sequence):
        return [Key(name, None)]
    if match := _PARAMETERS.fullmatch(sequence):
        return _keys_of_parameters(match[1].split(";"), match[2])
    return []


def _keys_of_parameters(fields: list[str], final: str) -> list[Key]:
    if final in _LETTERS:
        return _letter_key(fields, _LETTERS[final])
    if final == "~" and fields[0] == "27":  # xterm's modifyOtherKeys: 27 ; modifiers ; code
        return _coded_key(fields[2], fields[1], "") if len(fields) == 3 else []
    if final == "~":
        return _numbered_key(fields)
    if final == "u":  # code : shifted : base ; modifiers : event ; text
        code, modifiers, text = (*fields, "", "")[:3]
        return _coded_key(code, modifiers, text)
    if final in _RXVT_MODIFIERS and (name := _NUMBERS.get(_number(fields[0]))):
        return [Key(f"{_RXVT_MODIFIERS[final]}+{name}", None)] if len(fields) == 1 else []
    return []


def _letter_key(fields: list[str], name: str) -> list[Key]:
    """``A``, ``1A``, ``1;5A``, and the old ``5A``, where the one number is the modifier."""
    if len(fields) == 1:
        return _modified(name, fields[0])
    return _modified(name, fields[1]) if len(fields) == 2 and fields[0] in ("", "1") else []


def _numbered_key(fields: list[str]) -> list[Key]:
    name = _NUMBERS.get(_number(fields[0]))
    if name is None or len(fields) > 2:
        return []
    return _modified(name, fields[1] if len(fields) == 2 else "")


def _coded_key(code: str, modifiers: str, text: str) -> list[Key]:
    """A key sent by the number of its character, as kitty and xterm can be set to do."""
    if _is_release(modifiers):
        return []
    number, shifted = (_number(part) for part in (*code.split(":"), "")[:2])
    if name := _NUMBERED.get(number):
        return _modified(name, modifiers)
    if text:
        return _characters("".join(map(_character, map(_number, text.split(":")))))
    character = _NUMBERED_KEYPAD.get(number) or _character(number)
    return _modified_character(character, _character(shifted), modifiers) if character else []


def _modified_character(character: str, shifted: str, modifiers: str) -> list[Key]:
    """With Shift alone a character is typed; with another modifier it is a key with a name."""
    held = _modifier_bits(modifiers)
    if held & ~_SHIFT:
        return _modified(_character_to_key(character.lower()), modifiers)
    if held == _SHIFT:
        upper = character.upper()
        character = shifted or (upper if len(upper) == 1 else character)
    return _characters(character)


def _characters(text: str) -> list[Key]:
    return [key for key in map(key_of_character, text) if key is not None]


def _modified(name: str, modifiers: str) -> list[Key]:
    """Return the key ``name`` with its modifiers before it, in Textual's order."""
    if _is_release(modifiers):
        return []
    held = _modifier_bits(modifiers)
    if not held:
        return [Key(name, _NAMED_CHARACTERS.get(name))]
    names = sorted(word for bit, word in enumerate(_MODIFIERS) if held & 1 << bit)
    return [Key("+".join([*names, name]), None)]


def _modifier_bits(modifiers: str) -> int:
    """Return the bits of ``modifiers`` (one more than their sum), without Caps and Num Lock."""
    return max(_number(modifiers.split(":")[0]) - 1, 0) & (1 << len(_MODIFIERS)) - 1


def _is_release(modifiers: str) -> bool:
    return modifiers.partition(":")[2] == _RELEASED


def _number(digits: str) -> int:
    return int(digits) if _DIGITS.fullmatch(digits) else 0


def _character(code: int) -> str:
    """Return the printable character of ``code``, or nothing."""
    if not 32 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF or 0xE000 <= code <= 0xF8FF:
        return ""
    return "" if 0x7F <= code <= 0x9F else chr(code)

"""The one rule for text: kept exactly, or refused whole with a sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.domain.errors import InputError
from e33tui.domain.text import (
    LINE_LIMIT,
    NAME_LIMIT,
    REPLACEMENT,
    TEXT_LIMIT,
    accept,
    required,
    visible,
)

FORBIDDEN = {
    "NUL": "\x00",
    "bell": "\x07",
    "backspace": "\x08",
    "vertical tab": "\x0b",
    "form feed": "\x0c",
    "shift out": "\x0e",
    "escape": "\x1b",
    "unit separator": "\x1f",
    "DEL": "\x7f",
    "C1 next line": "\x85",
    "C1 CSI": "\x9b",
    "C1 last": "\x9f",
    "Arabic letter mark": "\u061c",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "embedding": "\u202a",
    "override": "\u202e",
    "isolate": "\u2066",
    "pop isolate": "\u2069",
    "deprecated format": "\u206f",
    "byte order mark": "\ufeff",
    "annotation": "\ufff9",
    "lone high surrogate": "\ud800",
    "lone low surrogate": "\udfff",
    "non-character": "\ufffe",
    "non-character in the block": "\ufdd0",
    "tag": "\U000e0041",
}
KEPT = (
    "LEFÈVRE Zoé",
    "e\u0301te\u0301",
    "محمد",
    "עברית",
    "王小明",
    "👩‍💼 FDRC",
    "ação",
    "[/b] [red]x[/red]",
    '<img src="file:///etc/passwd">',
    "=HYPERLINK(1)",
    "../../etc",
    "13,5 % ; « prix »",
    "Nguyễn Thị",
    "a\u0338\u0335z",
    "{0} %s \\n",
)


@pytest.mark.parametrize("character", FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_a_terminal_could_obey_is_refused_wherever_it_stands(character: str) -> None:
    for shape in ("avant{}après", "{}après", "avant{}", "{}"):
        for multiline in (False, True):
            with pytest.raises(InputError) as refused:
                accept("Observation", shape.format(character), multiline=multiline)
            assert refused.value.field == "Observation"
            assert f"caractère de commande U+{ord(character):04X} refusé" in refused.value.message
            refused.value.message.encode()


def test_what_a_terminal_could_obey_is_shown_as_a_replacement() -> None:
    for character in FORBIDDEN.values():
        for multiline in (False, True):
            assert visible(f"a{character}b", multiline=multiline) == f"a{REPLACEMENT}b"


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_is_kept_exactly(text: str) -> None:
    assert accept("Nom", text) == text
    assert accept("Nom", f"  {text}\n") == text
    assert visible(text) == text


@given(st.text(max_size=80))
def test_a_text_is_kept_but_for_its_outer_blanks_or_refused(text: str) -> None:
    try:
        taken = accept("Texte", text, multiline=True)
    except InputError:
        return
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    assert taken in unix
    assert re.fullmatch(r"\s*", unix.replace(taken, "", 1) if taken else unix)
    assert visible(taken, multiline=True) == taken


@given(st.text(st.characters(), max_size=80))
def test_what_is_shown_has_the_same_length_and_can_be_written(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f]", shown)
    shown.encode()


def test_paragraphs_are_kept_in_texts_and_refused_in_lines() -> None:
    text = "Premier paragraphe.\n\n\tSecond."
    assert accept("Appréciation", text, multiline=True) == text
    assert visible(text, multiline=True) == text
    assert visible("a\nb\tc") == f"a{REPLACEMENT}b{REPLACEMENT}c"
    with pytest.raises(InputError, match="Retirez un retour à la ligne"):
        accept("Nom", "a\nb")
    with pytest.raises(InputError, match="Retirez une tabulation"):
        accept("Nom", "a\tb")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_are_the_same_whatever_the_system(end: str) -> None:
    assert accept("Texte", f"un{end}deux{end}", multiline=True) == "un\ndeux"
    assert accept("Nom", f"MARTIN{end}") == "MARTIN"


@pytest.mark.parametrize("limit", [NAME_LIMIT, LINE_LIMIT, TEXT_LIMIT])
def test_too_long_is_refused_and_never_cut(limit: int) -> None:
    assert accept("Champ", "é" * limit, limit=limit) == "é" * limit
    with pytest.raises(InputError) as refused:
        accept("Champ", "é" * (limit + 1), limit=limit)
    assert refused.value.message == (
        f"Champ : {limit + 1} caractères, {limit} au plus. "
        "Raccourcissez le texte ; rien n’a été coupé."
    )


def test_the_limits_are_the_designs() -> None:
    assert (LINE_LIMIT, TEXT_LIMIT) == (500, 4000)


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u00a0\u202f"])
def test_a_required_field_is_not_blank(text: str) -> None:
    with pytest.raises(InputError, match=r"Nom : ce champ est vide\. Complétez-le\."):
        required("Nom", text)


def test_a_message_never_repeats_what_was_typed() -> None:
    with pytest.raises(InputError) as refused:
        accept("Nom", "\x1b[2Jsecret")
    assert "\x1b" not in refused.value.message
    assert "secret" not in refused.value.message


@pytest.mark.parametrize("text", ["\u200b", "\u2800", "\u0301\u0302", " \u200d\u00a0", "\u3164"])
def test_a_field_that_must_be_filled_in_wants_something_that_can_be_seen(text: str) -> None:
    with pytest.raises(InputError, match="vide"):
        required("Nom", text)


@pytest.mark.parametrize("text", ["e\u0301", "王", "نادر", "1", "👩‍💼", "क्ष"])
def test_a_name_of_any_writing_is_seen(text: str) -> None:
    assert required("Nom", text) == text


def test_nothing_that_a_terminal_could_obey_is_printable_to_unicode() -> None:
    """A printable text is not searched any more: no unsafe character may be among them."""
    unsafe = [char for char in map(chr, range(0x110000)) if visible(char, multiline=True) != char]
    assert len(unsafe) > 2000
    assert not any(char.isprintable() for char in unsafe)

"""Styles read from the framework's output and the shortest change between two of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.terminal.sequences import ALLOWED
from e33tui.terminal.style import BOLD, DIM, PLAIN, REVERSE, UNDERLINE, Style, after, transition

_COLOURS = ["", "31", "94", "38;5;208", "38;2;1;2;3"]
STYLES = st.builds(
    Style,
    st.sampled_from(_COLOURS),
    st.sampled_from(["", "44", "103", "48;5;17", "48;2;9;8;7"]),
    st.integers(0, 127),
)


@pytest.mark.parametrize(
    ("parameters", "style"),
    [
        ("", PLAIN),
        ("0", PLAIN),
        ("1;31", Style("31", "", BOLD)),
        ("31;1", Style("31", "", BOLD)),
        ("38;5;208;48;2;1;2;3", Style("38;5;208", "48;2;1;2;3")),
        ("7;91;102", Style("91", "102", REVERSE)),
        ("1;2;4;0;4", Style("", "", UNDERLINE)),
        ("21", Style("", "", UNDERLINE)),
        ("31;39;44;49", PLAIN),
    ],
)
def test_parameters_become_a_style(parameters: str, style: Style) -> None:
    assert after(PLAIN, parameters) == style


@pytest.mark.parametrize("parameters", ["5", "6", "38;5", "38;5;256", "38;2;1;2", "53", "38;9"])
def test_blinking_and_broken_colours_change_nothing(parameters: str) -> None:
    assert after(PLAIN, parameters) == PLAIN


def test_an_attribute_is_switched_off_alone() -> None:
    assert after(Style("31", "", BOLD | DIM | UNDERLINE), "22") == Style("31", "", UNDERLINE)


@given(STYLES, STYLES)
def test_a_change_of_style_leads_there(old: Style, new: Style) -> None:
    sequence = transition(old, new)
    if old == new:
        assert sequence == ""
    else:
        assert ALLOWED.fullmatch(sequence.encode())
        assert after(old, sequence[2:-1]) == new


@given(STYLES, STYLES)
def test_a_change_of_style_is_never_longer_than_starting_afresh(old: Style, new: Style) -> None:
    afresh = f"\x1b[0;{transition(PLAIN, new)[2:]}"
    assert len(transition(old, new)) <= len(afresh)


def test_one_attribute_is_changed_at_a_time() -> None:
    assert transition(Style("38;2;1;2;3", "", BOLD), Style("38;2;1;2;3")) == "\x1b[22m"
    assert transition(Style("31", "44", DIM | BOLD), Style("31", "44", DIM)) == "\x1b[22;2m"

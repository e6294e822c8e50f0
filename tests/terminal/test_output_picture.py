"""What the frames draw, and what never gets into the picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.look import DEFAULT
from e33tui.terminal.ability import Ability
from e33tui.terminal.dress import dressing
from e33tui.terminal.screen import Picture
from e33tui.terminal.style import PLAIN, REVERSE, Style


def drawn(frame: str, width: int = 10, height: int = 3) -> Picture:
    picture = Picture(width, height)
    picture.take_changed()
    picture.draw(frame)
    return picture


def rows(picture: Picture) -> list[str]:
    return ["".join(row).rstrip() for row in picture.grid.characters]


def test_a_frame_is_drawn_where_it_says() -> None:
    picture = drawn("\x1b[2;3Hab\x1b[7mc\x1b[0m\n\x1b[1;1Hd\x1b[3;9H")
    assert rows(picture) == ["d", "  abc", ""]
    assert picture.grid.styles[1][3:6] == [PLAIN, Style("", "", REVERSE), PLAIN]
    assert picture.cursor == (2, 8)
    assert picture.take_changed() == [0, 1]
    assert picture.take_changed() == []


def test_without_colours_none_is_drawn() -> None:
    picture = Picture(4, 1, dress=dressing(DEFAULT, Ability(colours=0)))
    picture.draw("\x1b[1;1H\x1b[7;31;48;5;9mab\x1b[0m")
    assert picture.grid.styles[0][0] == Style("", "", REVERSE)


def test_text_is_cut_at_the_edge_and_stays_in_its_row() -> None:
    assert rows(drawn("\x1b[1;8Habcdef")) == ["       abc", "", ""]
    assert rows(drawn("\x1b[99;99Hab")) == ["", "", "         a"]


def test_a_line_feed_at_the_bottom_does_not_scroll() -> None:
    assert rows(drawn("a\nb\nc\nd")) == ["a", "b", "d"]


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]52;c;QUJD\a",
        "\x1b]52;c;QUJD\x1b\\",
        "\x1b]0;titre\a",
        "\x1b]8;id=1;http://example.org\x1b\\",
        "\x1bPq#0;2;0\x1b\\",
        "\x1b_Ga=T\x1b\\",
        "\x1b^secret\x1b\\",
        "\x1bXsecret\x1b\\",
        "\x1b[?1003h",
        "\x1b[>1u",
        "\x1b[6n",
        "\x1b[2J",
        "\x1b[3;1r",
        "\x1b[!p",
        "\x1bc",
        "\x1b(0",
        "\x1b#8",
        "\x1b[?2026h",
    ],
)
def test_other_sequences_vanish_with_all_that_belongs_to_them(hostile: str) -> None:
    assert rows(drawn(f"a{hostile}b")) == ["ab", "", ""]


def test_a_string_that_does_not_end_hides_its_text_only() -> None:
    assert rows(drawn("a\x1b]52;c;QUJD\x1b[2;1Hb")) == ["a", "b", ""]


def test_controls_in_a_text_become_visible() -> None:
    assert rows(drawn("a\rb\x07\x9b\u202ec")) == ["a\ufffdb\ufffd\ufffd\ufffdc", "", ""]


def test_wide_and_combining_characters_hold_their_cells() -> None:
    picture = drawn("é日e\u0301x")
    assert picture.grid.characters[0][:5] == ["é", "日", "", "e\u0301", "x"]


def test_half_a_wide_character_is_a_blank() -> None:
    assert drawn("日日\x1b[1;2Hx").grid.characters[0][:4] == [" ", "x", "日", ""]
    assert drawn("日日\x1b[1;1Hx").grid.characters[0][:4] == ["x", " ", "日", ""]
    assert drawn("日日\x1b[1;2H本").grid.characters[0][:4] == [" ", "本", "", " "]


def test_a_wide_character_that_does_not_fit_is_not_drawn() -> None:
    assert rows(drawn("\x1b[1;10H日")) == ["", "", ""]


def test_a_resize_keeps_what_fits() -> None:
    picture = drawn("abcde日\n\nfin")
    picture.resize(6, 2)
    assert rows(picture) == ["abcde", ""]
    picture.resize(8, 4)
    assert [len(row) for row in picture.grid.characters] == [8] * 4
    assert rows(picture)[0] == "abcde"


def test_combining_marks_in_one_cell_are_bounded() -> None:
    picture = drawn("a" + "\u0301" * 5000)
    assert len(picture.grid.characters[0][0]) <= 16


@given(
    st.text() | st.text("\x1b[]0123456789;HmJK\\\a\n日\u0301ab?(", max_size=60), st.integers(1, 9)
)
def test_any_text_leaves_a_sound_grid(text: str, width: int) -> None:
    picture = drawn(text, width)
    picture.draw("\x1b[1;2H" + text)
    for characters, styles in zip(picture.grid.characters, picture.grid.styles, strict=True):
        assert len(characters) == len(styles) == width
        assert characters[0] != ""
        assert not any(control in "".join(characters) for control in "\x1b\r\n\a\x9b")

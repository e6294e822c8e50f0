"""Every letter is drawn, by fonts that the package names; what no font has is said, never blank."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from e33tui.documents import Rendered, make_html, resources
from e33tui.documents.child import draft
from e33tui.documents.child_fonts import UNDRAWN, fonts_for
from e33tui.documents.child_letters import retold
from e33tui.documents.resources import EXTRA_FONTS, NO_FONTS, Refused, read_resource
from e33tui.domain.verso import VersoComment
from tests.documents.checker import RULES, complaints
from tests.documents.made import Maker
from tests.documents.pdf import base_fonts, fonts, glyphs, opened, words
from tests.documents.samples import USUAL

ROOT = Path(resources.__file__).resolve().parents[2]
OWN = {
    "French": "Œuvré ÇA Ÿaël Noël Lætitia où êtes-vous",
    "German": "Jürgen Weiß GROẞ Öztürk Ägidius",
    "Polish": "Święcicka-Łącz Żółć Ćma Ń ź",
    "Vietnamese": "Nguyễn Thị Hường Đặng Quỳnh Phượng Ỵ ẳ ỡ ự",
}
OTHERS = {
    "Arabic": "محمد عبد الله",
    "mixed": "Jean محمد DUPONT",
    "Chinese": "王小明 歐陽",
    "Hebrew": "אברהם",
}
SENTENCE = "[?] remplace un caractère qu’aucune police de cette machine ne sait tracer."


def _printed(maker: Maker, names: dict[str, str]) -> Rendered:
    comments = tuple(VersoComment(language, name) for language, name in names.items())
    return maker.pdf(replace(USUAL, identification=tuple(names.items()), comments=comments))


@pytest.fixture(scope="module")
def named(maker: Maker) -> Rendered:
    return _printed(maker, OWN | OTHERS)


@pytest.fixture(scope="module")
def unheard(maker: Maker) -> Rendered:
    bullet = "\uf0b7 une puce collée, \u0378"
    return _printed(
        maker,
        {
            "Hindi": "नमस्ते",
            "emoji": "bien 👍🏽",
            "family": "👩‍👧",
            "bullet": bullet,
            "formats": "n\u0600 et \u06dd",
            "selectors": "\ufe0f fin\ufe0f \U000e0100\u034f.",
            "marks": "\u0301seul b\u0301\u0323oit \u00e0 b\u00e2bord",
        },
    )


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without the two packages of fonts."""
    monkeypatch.setattr(resources, "SYSTEM_FONTS", tmp_path)
    resources.find_font.cache_clear()
    yield
    resources.find_font.cache_clear()


@pytest.mark.parametrize("language", OWN | OTHERS)
def test_a_name_is_printed_in_its_letters_and_in_their_order(
    named: Rendered, language: str
) -> None:
    # Twice: in the weight of an identification, and in that of a text.
    assert words(named.data).count((OWN | OTHERS)[language]) == 2


def test_no_glyph_is_missing(named: Rendered, unheard: Rendered) -> None:
    # ISO 14289-1, 7.21.8; ISO 19005-2, 6.2.11.8.
    for rendered in (named, unheard):
        embedded = fonts(rendered.data)
        drawn = list(glyphs(rendered.data))
        assert len(drawn) > 300
        assert all(0 < glyph < embedded[name]["maxp"].numGlyphs for name, glyph in drawn)
        # The engine writes a table of its own where a font lacks a letter.
        pdf = opened(rendered.data)
        used = pdf.pages[0].Resources.Font.values()
        assert {str(font.Encoding) for font in used} == {"/Identity-H"}
        assert [complaints(rendered.data, profile) for profile in RULES] == [[], []]


def test_fonts_are_loaded_for_the_letters_that_need_them(
    named: Rendered, unheard: Rendered
) -> None:
    own = {"e33tui-Texte", "e33tui-Texte-Semi-Bold", "e33tui-Texte-Italic"}
    assert base_fonts(named.data) == own | {"e33tui-letters", "e33tui-ideographs"}
    assert base_fonts(unheard.data) == own
    assert fonts_for("".join(OWN.values())).extra == ()
    assert fonts_for(OTHERS["Arabic"]).extra == ("letters",)
    assert fonts_for(OTHERS["Chinese"]).extra == ("ideographs",)


def test_a_letter_without_a_font_is_marked_and_the_page_says_so(
    unheard: Rendered, named: Rendered
) -> None:
    text = words(unheard.data)
    assert SENTENCE in text
    assert text.index(SENTENCE) > text.index(USUAL.proposal)
    assert f"bien {UNDRAWN}" in text
    assert SENTENCE not in words(named.data)
    assert UNDRAWN not in words(named.data)


def test_what_has_no_shape_lacks_no_font() -> None:
    assert not fonts_for("a\u200db\ufe0fc\u00add\u2009e\tf\n").undrawn


def test_a_format_that_would_be_drawn_is_a_letter_without_a_font(unheard: Rendered) -> None:
    assert f"n{UNDRAWN} et {UNDRAWN}" in words(unheard.data)
    assert fonts_for("\u0600\u06dd\u070f").undrawn == {"\u0600", "\u06dd", "\u070f"}


def test_what_chooses_a_variant_is_left_out(unheard: Rendered) -> None:
    assert "selectors : fin ." in words(unheard.data)


def test_each_mark_is_read_for_itself_wherever_it_was_typed(unheard: Rendered) -> None:
    # ISO 19005-2, 6.2.11.7.2; ISO 14289-1, 7.21.7.
    text = words(unheard.data).replace(" ", "")
    # A mark without a letter stands on the circle that is drawn under it.
    assert "marks:\u25cc\u0301seulb\u0323\u0301oitàbâbord" in text


def test_a_glyph_that_is_no_letter_alone_adds_nothing_to_what_is_read() -> None:
    told = [b"3 beginbfchar", b"<0005> <>", b"<0006> <00620301>", b"<0007> <00660069>"]
    # A letter and its accent are two glyphs; a ligature is one, and two letters.
    read = [b"<0005> <200b>", b"<0006> <0062>", b"<0007> <00660069>"]
    assert list(retold(told, {6: "b", 7: "\ufb01"})) == [told[0], *read]


def test_a_sign_that_means_nothing_by_itself_is_marked_whatever_font_has_it(
    unheard: Rendered,
) -> None:
    signs = "\uf0b7\ue000\U000f0000\u0378"
    assert fonts_for(signs).undrawn == set(signs)
    assert f"{UNDRAWN} une puce collée, {UNDRAWN}" in words(unheard.data)


@pytest.mark.usefixtures("bare")
def test_without_the_packages_of_fonts_names_are_marked() -> None:
    page = draft(replace(USUAL, appraisal="王 et عبد"), "wide")
    assert f"{UNDRAWN} et {UNDRAWN * 3}" in page
    assert SENTENCE in page
    assert "@font-face" not in page
    with pytest.raises(Refused):
        read_resource("e33:fonts/letters")


def test_the_plain_page_leaves_fonts_to_the_browser() -> None:
    page = make_html(replace(USUAL, appraisal="नमस्ते")).decode()
    assert "नमस्ते" in page
    assert SENTENCE not in page


def test_the_two_fonts_are_all_that_is_read_beside_the_package() -> None:
    for name in EXTRA_FONTS:
        data, kind = read_resource(f"e33:fonts/{name}")
        assert (data[:4], kind) == (b"\0\1\0\0", "font/ttf")
    font = next(resources.SYSTEM_FONTS.rglob(EXTRA_FONTS["letters"]))
    for address in ("e33:fonts/", "e33:fonts/none.conf", "e33:fonts/DejaVuSans.ttf", f"{font}",
                    font.as_uri(), "xe33:fonts/letters", "e33:fonts/../fonts/letters"):  # fmt: skip
        with pytest.raises(Refused):
            read_resource(address)


def test_the_font_library_is_shown_no_folder() -> None:
    settings = NO_FONTS.read_text(encoding="utf-8")
    assert "<fontconfig>" in settings
    assert "<dir" not in settings
    assert "<include" not in settings


def test_another_process_account_place_and_language_give_the_same_bytes(
    rare: Rendered, tmp_path: Path
) -> None:
    code = (
        "import os; os.umask(0o077); from e33tui.documents import make_pdf;"
        "from tests.documents.samples import RARE; print(make_pdf(RARE).sha256)"
    )
    surroundings = {"TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **surroundings, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == rare.sha256 == hashlib.sha256(rare.data).hexdigest()

"""Whatever a text is made of, it is printed as a text: by every kind of document, all the way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pypdf import PdfReader

from e33tui.documents import Content, make_pdf
from e33tui.documents.kinds import KINDS
from e33tui.documents.page import page_html
from e33tui.domain.commands import (
    Identify,
    RecordIncident,
    StateCandidate,
    StateMember,
    WriteText,
)
from e33tui.domain.dossier_content import dossier
from e33tui.domain.errors import InputError
from e33tui.domain.identity import Candidate, Capacity, Commission, Juror
from e33tui.domain.incident import IncidentKind
from e33tui.domain.passage import Passage
from e33tui.domain.report_content import fraud_report, incident_sheet
from e33tui.domain.sitting_commands import SetUp
from e33tui.domain.text import LINE_LIMIT, NAME_LIMIT, TEXT_LIMIT, visible
from e33tui.domain.verso import VersoComment
from e33tui.domain.verso_content import verso
from tests.documents.conftest import CANARY
from tests.documents.filled import BOTH, bracketed, filled, texts
from tests.documents.made import Maker
from tests.documents.pdf import fonts, glyphs, unpacked, words
from tests.documents.samples import HEADINGS, USUAL
from tests.service.support import PATIENCE, Day
from tests.support.domain import COMMENTS, FakeClock, journal_at, locking, play

PLAIN = "Texte ordinaire"
MARKUP = (
    "\"'><img src={canary}><script>x()</script><style>*{{content:url({canary})}}</style>"
    "<link rel=attachment href={canary}><base href={canary}></p></body></html><!-- -->]]>"
    " {{{{ 7*7 }}}} {{% raw %}} {{# #}} ${{7*7}} &lt;&amp;&#65; @import url({canary});"
    " \\000041 */ e33:style.css http://127.0.0.1:9/x data:text/html,x [/b]"
)
SHORT = "<img src={canary}>&amp; {{{{ 7*7 }}}}</p> "
CONTROLS = "a\x00b\x07c\x1b[31md\x7fe\x9bf\r\n\tg\u2028h\ufffei"
BIDI = "a\u202eb\u202ac\u2066d\u2069e\u200ff\u061cg\ufeffh\U000e0041i"
LETTERS = "Œuvre Święcicka Nguyễn Straße ÿ «\u00a0é\u00a0»"


def _squeezed(text: str) -> str:
    """Return a text without its blanks: spacing, and it alone, is the page's own."""
    return re.sub(r"\s+", "", text)


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.markup: set[tuple[str, ...]] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.markup.add((tag, *sorted(name for name, _value in attrs)))

    def handle_comment(self, data: str) -> None:
        self.markup.add(("comment", data))

    def handle_data(self, data: str) -> None:
        # What is drawn, not the package's own styles.
        if self.get_starttag_text() != "<style>":
            self.text += data


@pytest.mark.parametrize("full", BOTH)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "attack",
    [MARKUP.format(canary="file:///etc/passwd"), CONTROLS, BIDI, "\n" * 20],
    ids=["markup", "controls", "bidi", "feeds"],
)
def test_no_text_makes_a_page_s_markup(kind: str, full: bool, attack: str) -> None:
    plain = _Page(page_html(filled(kind, PLAIN, full=full)))
    content = filled(kind, attack, full=full)
    page = _Page(page_html(content))
    # A text of several lines may be several paragraphs.
    assert page.markup <= plain.markup | {("p", "class")}
    shown = _squeezed(page.text)
    printed = [n for n, _ in enumerate(texts(content)) if f"⟦{n}:" in _squeezed(plain.text)]
    assert printed
    for number in printed:
        whole = bracketed(number, attack)
        told = {_squeezed(visible(whole)), _squeezed(visible(whole, multiline=True))}
        assert any(text in shown for text in told), f"text {number} is not shown whole"
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b\x7f-\x9f]", page.text)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_prints_hostile_texts_and_reads_nothing(
    kind: str, canary: Path, maker: Maker
) -> None:
    attack = SHORT.format(canary=canary.as_uri()) + LETTERS
    content = filled(kind, attack, full=True)
    data = maker.pdf(content).data
    text = words(data)
    assert CANARY not in text
    assert CANARY.encode() not in unpacked(data)
    assert "&amp;{{7*7}}</p>" in _squeezed(text)
    assert len(PdfReader(io.BytesIO(data)).pages) <= 2 + len(texts(content))
    _assert_every_letter_is_drawn(data)


def _assert_every_letter_is_drawn(data: bytes) -> None:
    embedded = fonts(data)
    for name, glyph in glyphs(data):
        assert 0 < glyph < embedded[name]["maxp"].numGlyphs


@pytest.mark.campaign
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["W" * NAME_LIMIT, "W " * (NAME_LIMIT // 2)])
def test_no_length_of_a_name_is_too_much_for_a_kind(kind: str, name: str) -> None:
    content = filled(kind, name, full=True)
    data = make_pdf(content).data
    assert len(PdfReader(io.BytesIO(data)).pages) <= 10


@pytest.mark.campaign
@pytest.mark.parametrize("make", [verso, dossier, incident_sheet, fraud_report])
def test_the_longest_passage_that_can_be_typed_is_printed(
    make: Callable[[Passage], Content],
) -> None:
    name, long = "W" * NAME_LIMIT, "W" * TEXT_LIMIT
    clock = FakeClock()
    journal = journal_at("complete", clock)
    who = journal.state.identification
    member = Juror("M.", name, Capacity.PROFESSIONAL, name, name)
    whole = replace(
        who,
        session=name,
        centre=name,
        candidate=Candidate("7" * 20, name, name),
        commission=Commission((replace(who.commission.members[0], name=name), member)),
    )
    written = (WriteText(each, long) for each in (*COMMENTS[:3], "appraisal"))
    incidents = (RecordIncident(f"{number} {'W' * (LINE_LIMIT - 4)}") for number in range(40))
    facts = (RecordIncident("W" * LINE_LIMIT, IncidentKind.FRAUD) for _ in range(10))
    said = (StateMember(each, long) for each in (f"Mme {name}", f"M. {name}"))
    stated = (Identify(whole), *written, *incidents, *facts, *said, StateCandidate(long))
    passage = play(journal, clock, *stated, locking).state
    pages = PdfReader(io.BytesIO(make_pdf(make(passage)).data)).pages
    assert len(pages) <= 20


def test_the_longest_texts_that_can_be_typed_take_few_pages(maker: Maker) -> None:
    texts = ("W" * TEXT_LIMIT, "x\n" * 50, "\n" * 10_000, "Wagner-" * (TEXT_LIMIT // 7))
    comments = tuple(map(VersoComment, HEADINGS, texts))
    data = maker.pdf(replace(USUAL, comments=comments)).data
    assert len(PdfReader(io.BytesIO(data)).pages) <= 6
    assert words(data).count("W") >= TEXT_LIMIT + TEXT_LIMIT // 7


# -- All the way: typed, saved, sealed, printed --------------------------------------------------------


def test_what_is_typed_is_printed_as_it_was_typed(day: Day, canary: Path, maker: Maker) -> None:
    typed = MARKUP.format(canary=canary.as_uri())
    name, number = typed[:NAME_LIMIT], "<b>{{7}}</b>&amp;"
    member = Juror("M.", name[::-1], Capacity.PROFESSIONAL, f"{name[:90]}F", f"{name[:90]}E")
    desk = day.at("complete")
    who = desk.state.identification
    hostile = replace(
        who,
        session="{% endblock %}",
        centre=f"{name[:100]}C",
        candidate=Candidate(number, name, name[:60]),
        commission=Commission((who.commission.members[0], member)),
    )
    long = f"{typed} {'W' * (TEXT_LIMIT - len(typed) - 1)}"
    day.play(desk, (Identify(hostile), WriteText("traiter", typed), WriteText("appraisal", long)))
    desk.lock().result(PATIENCE)
    day.service._render = maker.pdf
    path = day.service.exports.verso(day.passage)
    data = path.read_bytes()
    shown = _squeezed(words(data))
    for text in (number, name, hostile.session, hostile.centre, member.described, typed):
        assert _squeezed(text) in shown
    assert shown.count("W") >= long.count("W")
    assert CANARY.encode() not in unpacked(data)
    assert re.fullmatch(r"verso-[a-zA-Z0-9-]+\.pdf", path.name)
    _assert_every_letter_is_drawn(data)


@pytest.mark.parametrize("attack", [*CONTROLS.replace("\n", "").replace("\t", ""), *BIDI])
def test_what_could_command_a_printer_is_refused_where_it_is_typed(day: Day, attack: str) -> None:
    if attack.isalnum() or attack in "[\r":
        return
    centre = SetUp("2026", f"Lycée{attack}X", "2026-06-22", day.service.sitting.commission)
    with pytest.raises(InputError):
        day.service.change(centre)
    with pytest.raises(InputError):
        day.service.add_candidate("7", f"NOM{attack}X", "Zoé")


@pytest.mark.parametrize(
    ("field", "text"),
    [("appraisal", "W" * (TEXT_LIMIT + 1)), ("appraisal", "x" + "\n" * 10_000 + "x")],
)
def test_what_is_too_long_is_refused_whole(day: Day, field: str, text: str) -> None:
    desk = day.at("complete")
    with pytest.raises(InputError):
        desk.do(WriteText(field, text))
    with pytest.raises(InputError):
        day.service.add_candidate("7", "W" * LINE_LIMIT, "")

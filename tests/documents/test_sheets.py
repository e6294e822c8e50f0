"""The sheets around the orals, on paper: every page says whose it is, and nothing is lost."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import pikepdf
import pytest

from e33tui.documents import Content, make_html
from e33tui.documents.job import Job
from e33tui.documents.page import page_html
from e33tui.domain.blank_form import blank_form, cover_sheet
from e33tui.domain.commands import (
    Countersign,
    RecordIncident,
    StateCandidate,
    StateMember,
)
from e33tui.domain.incident import Countersignature, IncidentKind
from e33tui.domain.list_content import attendance_list, marks_sheet
from e33tui.domain.passage import Passage
from e33tui.domain.report_content import constat, fraud_report, incident_sheet
from e33tui.domain.roster import Entry
from e33tui.domain.sheets import CandidateList, Report
from e33tui.domain.wording import RESERVED_DOCUMENT
from tests.documents.checker import RULES, complaints
from tests.documents.made import Maker
from tests.documents.pdf import base_fonts, flat, opened, pages, words
from tests.support.domain import FakeClock, identification, journal_at, play, rubric
from tests.support.sheets import CLOSED, ENDINGS, HEAD, passages

ATTACK = "<b>[/b] {{7*7}} <a href=x>"
"""A candidate's surname that would be something else."""


@cache
def contents() -> dict[str, CandidateList | Report]:
    clock = FakeClock()
    troubled = play(
        journal_at("interview_running", clock), clock, RecordIncident(f"Panne {ATTACK}")
    ).state
    many = passages(*(ENDINGS * 5), of=ATTACK)
    return {
        "marks": marks_sheet(rubric(), CLOSED, many, HEAD),
        "attendance": attendance_list(
            rubric(),
            CLOSED,
            [
                Entry("", passage.identification.candidate, convocation="08:30")
                for passage in many[:24]
            ],
        ),
        "constat": constat(journal_at("gate_none").state, FakeClock().now()),
        "incident": incident_sheet(troubled),
        "fraud": fraud_report(troubled),
        "stated": fraud_report(suspected()),
        "signed": fraud_report(suspected(Countersignature.SIGNS)),
    }


def suspected(answer: Countersignature = Countersignature.REFUSES) -> Passage:
    """A suspected fraud of which all is recorded, in few words."""
    clock = FakeClock()
    return play(
        journal_at("interview_running", clock),
        clock,
        RecordIncident(f"Un téléphone {ATTACK}", IncidentKind.FRAUD),
        RecordIncident("Une antisèche", IncidentKind.FRAUD),
        StateMember("Mme DURAND Claire", f"Je l’ai vu.\nDeux fois. {ATTACK}"),
        StateMember("M. MARTIN Paul", "Moi aussi."),
        StateCandidate("Il était éteint."),
        Countersign(answer),
    ).state


NAMES = ("marks", "attendance", "constat", "incident", "fraud", "stated")


class Sheets:
    """What the sheets say once they are printed."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker

    def printed(self, name: str) -> bytes:
        who = identification()
        forms: dict[str, tuple[Content, ...]] = {
            "form": blank_form(rubric(), who),
            "covers": (cover_sheet(rubric(), who), cover_sheet(rubric(), who)),
        }
        return self._maker.pdf(*(forms.get(name) or (contents()[name],))).data

    def pages(self, name: str) -> tuple[str, ...]:
        return tuple(map(flat, pages(self.printed(name))))


@pytest.fixture(scope="session")
def sheets(maker: Maker) -> Sheets:
    return Sheets(maker)


def expected(content: CandidateList | Report) -> list[str]:
    """Everything that a sheet has to say, in the order of the page."""
    heading = content.heading
    found = [heading.exam, heading.subtest, heading.title]
    found += [f"{label} : {value}" for label, value in heading.identification]
    if isinstance(content, CandidateList):
        found += [column.title for column in content.columns]
        found += [cell for row in content.rows for cell in row if cell]
        found += [*content.closing, f"{content.members_title} :", *content.members, *content.proof]
    else:
        for section in content.sections:
            found += [f"{section.title} :", *section.text.split("\n")]
            found += [part for fact in section.facts for part in fact]
            found += [*(choice.label for choice in section.choices), *section.signers]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_all_that_a_sheet_has_to_say_is_on_it_in_its_order(name: str) -> None:
    # Without its tags and with its entities read, the page is the text as a reader has it.
    page = flat(unescape(re.sub(r"<[^>]*>", " ", page_html(contents()[name]))))
    text, position = page.replace(" ,", ",").replace("\u00a0", " "), 0
    for part in expected(contents()[name]):
        wanted = flat(part).replace("\u00a0", " ")
        found = text.find(wanted, position)
        assert found >= 0, f"{wanted!r} is missing after {text[:position][-60:]!r}"
        position = found + len(wanted)


@pytest.mark.parametrize(("name", "most"), [("marks", 3), ("attendance", 3), ("fraud", 2)])
def test_every_page_says_whose_document_it_is_and_of_what_day_or_candidate(
    sheets: Sheets, name: str, most: int
) -> None:
    heading = contents()[name].heading
    assert 1 < len(sheets.pages(name)) <= most
    identity = ("LEFÈVRE Zoé", "0123456") if name == "fraud" else ("22/06/2026", "Draguignan")
    for number, page in enumerate(sheets.pages(name), 1):
        assert page.count(heading.destination) == 1
        assert f"page {number} / {len(sheets.pages(name))}" in page
        assert all(word in page for word in identity)


@pytest.mark.parametrize("name", ["constat", "incident", "stated", "signed"])
def test_what_is_written_by_hand_or_in_few_words_takes_one_sheet(sheets: Sheets, name: str) -> None:
    (page,) = sheets.pages(name)
    assert contents()[name].heading.destination in page


@pytest.mark.parametrize("name", ["marks", "attendance"])
def test_a_long_list_repeats_the_heads_of_its_columns_and_loses_nobody(
    sheets: Sheets, name: str
) -> None:
    content = contents()[name]
    assert isinstance(content, CandidateList)
    listed = [page for page in sheets.pages(name) if re.search(r"\b00000\d\d\b", page)]
    assert len(listed) > 1
    for page in listed:
        assert all(flat(column.title) in page for column in content.columns)
    text = words(sheets.printed(name))
    assert text.count(" ".join(ATTACK.split(" ")[:1])) == len(content.rows)
    assert all(row[1] in text for row in content.rows)


@pytest.mark.parametrize("name", ["incident", "marks"])
def test_names_and_incidents_with_markup_are_printed_as_they_were_typed(
    sheets: Sheets, name: str
) -> None:
    assert "<b>[/b] {{7*7}}" in words(sheets.printed(name))
    assert "<b>" not in page_html(contents()[name])


def test_what_was_stated_of_a_suspected_fraud_is_printed_and_a_refusal_leaves_no_room(
    sheets: Sheets,
) -> None:
    text = words(sheets.printed("stated"))
    for said in ("2nd temps 00:20", "Une antisèche", "Deux fois.", "Moi aussi.", "était éteint."):
        assert said in text
    page = page_html(contents()["stated"])
    assert "A refusé de signer." in text
    assert re.findall(r'class="tick">(.)', page).count("X") == 1
    # The candidate's own box has gone; the centre and the members have theirs.
    assert (
        page.count('class="signer"') == page_html(contents()["fraud"]).count('class="signer"') - 1
    )


def test_a_note_is_a_cell_tied_to_its_candidate_and_its_column(sheets: Sheets) -> None:
    content, page = contents()["marks"], page_html(contents()["marks"])
    assert isinstance(content, CandidateList)
    assert page.count('<th scope="col"') == len(content.columns)
    assert page.count('<th scope="row"') == len(content.rows)
    pdf = opened(sheets.printed("marks"))
    elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
    heads = [str(o.A.Scope) for o in elements if o.get("/S") == pikepdf.Name.TH]
    assert heads.count("/Row") == len(content.rows)
    # Each page has a table of its own, headed like the first.
    assert heads.count("/Column") == len(content.columns) * len(sheets.pages("marks"))


def test_boxes_that_the_record_ticks_are_crossed_and_the_others_empty() -> None:
    ticks = re.findall(r'class="tick">(.)', page_html(incident_sheet(journal_at("excluded").state)))
    assert ticks.count("X") == 1
    assert ticks.count("\u00a0") == 7
    assert page_html(contents()["constat"]).count('class="rule"') == 7


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_ordered_as_it_is_made_and_can_be_a_plain_file(name: str) -> None:
    content: Content = contents()[name]
    job = Job((content,), 512, 30.0)
    assert Job.decode(job.encode()) == job
    plain = make_html(content).decode()
    assert contents()[name].heading.destination in plain
    assert "table-layout" in plain
    assert "e33:" not in plain


@pytest.mark.parametrize("name", [*NAMES, "form", "covers"])
def test_a_checker_finds_nothing_against_a_sheet(sheets: Sheets, name: str) -> None:
    found = [complaints(sheets.printed(name), profile) for profile in RULES]
    assert not any(found), found


def test_of_a_blank_form_the_verso_alone_says_nothing_of_the_commission(sheets: Sheets) -> None:
    *recto, verso = sheets.pages("form")
    assert len(recto) == 3
    assert all(page.count(RESERVED_DOCUMENT) == 1 for page in recto)
    assert "réservé" not in verso
    for page in (*recto, verso):
        assert "LEFÈVRE Zoé" in page
        assert "0123456" in page
    assert "Appréciation globale :" in verso
    assert "/ 20" in verso


def test_each_cover_is_a_sheet_of_its_own_filled_in_and_marked(sheets: Sheets) -> None:
    covers = sheets.pages("covers")
    assert len(covers) == 2
    for page in covers:
        assert page.count(RESERVED_DOCUMENT) == 1
        assert all(word in page for word in ("LEFÈVRE Zoé", "0123456", "DURAND Claire"))
        assert "Novice" not in page


def test_only_the_shipped_font_is_used(sheets: Sheets) -> None:
    assert base_fonts(sheets.printed("fraud")) <= {
        "e33tui-Texte",
        "e33tui-Texte-Semi-Bold",
        "e33tui-Texte-Italic",
    }

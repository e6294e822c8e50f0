"""Nothing that is the jury's alone leaves it: not in a page, its bytes, its metadata or its name."""

from __future__ import annotations

import dataclasses
import io
import typing
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import UnionType
from typing import Any

import pikepdf
import pytest

from e33tui.documents import Rendered, make_html, make_pdf
from e33tui.domain.commands import COMMANDS, Command
from e33tui.domain.sitting import SittingCommand
from e33tui.domain.verso_content import PROPOSAL
from tests.documents import marked_day
from tests.documents.leaks import leaks, leaks_of
from tests.documents.marked_day import MarkedDay, Printed
from tests.documents.pdf import opened, words
from tests.documents.samples import USUAL
from tests.service.support import holding
from tests.support.domain import rubric
from tests.support.marked import folded, word, words_in

MARK = word("planted")


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MarkedDay:
    monkeypatch.setattr("e33tui.service.author", lambda: word("author"))
    lived = MarkedDay(tmp_path / "seance")
    lived.live()
    return lived


def test_nothing_of_the_jury_s_leaves_it(day: MarkedDay) -> None:
    """In one test, since the day takes seconds."""
    _assert_the_words_are_in_the_record(day)
    found = [
        (page.after, place, told)
        for page in day.printed
        for place, told in leaks_of(page.name, page.data)
    ]
    assert found == []
    assert leaks(day.folder / "exports" / "communicable") == {}
    assert {(page.after, Path(page.name).suffix) for page in day.printed} == {
        (after, suffix)
        for after in ("locked", "reopened", "amended", "withdrew", "not examined")
        for suffix in (".pdf", ".html")
    }
    for page in day.printed:
        if page.name.endswith(".pdf"):
            _assert_it_says_nothing_else(page)


MARKED = {
    "absentmember",
    "anotherinterrupted",
    "anotherexcluded",
    "anotherwhoisabsent",
    "anotherwhoisputoff",
    "author",
    "earliercentre",
    "earliersession",
    "editedobservation",
    "halftypedform",
    "incident",
    "incidentbeforethegate",
    "misspelt",
    "misspelttoo",
    "observation",
    "observationbeforeitwasedited",
    "otherobservation",
    "question",
    "reasonexcluded",
    "reasoninterrupted",
    "reasonoftherectification",
    "reasonofthereopening",
    "reasonofthewithdrawal",
    "replacedcompany",
    "replacedfunction",
    "replacedmember",
    "second",
    "textbeforeitwaschanged",
    "textbeforenothingwasdeclared",
    "textthatwasundone",
    "whodecidedit",
    "wrong",
}
"""What the day's own files hold at its end of what may not be printed."""


def _assert_the_words_are_in_the_record(day: MarkedDay) -> None:
    """Make sure that what is looked for was written."""
    held = {
        found
        for path in day.folder.rglob("*.json*")
        for found in words_in(path.read_text(encoding="utf-8").encode().decode("unicode_escape"))
    }
    assert held >= MARKED
    assert holding(day.folder, word("erased observation")) == []


# -- Every text that a command can bring ------------------------------------------------------------

PRINTED = {
    "Candidate.number",
    "Candidate.surname",
    "Candidate.given_name",
    "Identification.session",
    "Identification.centre",
    "Identification.date",
    "Juror.title",
    "Juror.name",
    "Juror.function",
    "Juror.company",
    "SetUp.session",
    "SetUp.centre",
    "SetUp.date",
    "WriteText.text",
}
"""What the verso is for; a value that was replaced since is marked all the same."""
WITHHELD = {
    "AddRemark.text",
    "Amend.members",
    "Amend.reason",
    "Assent.member",
    "EditRemark.text",
    "EndOtherwise.reason",
    "RecordIncident.text",
    "Reopen.reason",
}
"""What is marked in the day above."""
NO_PERSON_S_WORDS = {
    "AddCandidate.passage",
    "AddRemark.criterion",
    "BeginClosing.passages",
    "DeclareNothing.text_id",
    "EditCandidate.passage",
    "EditRemark.criterion",
    "ExplainPause.reason",
    "Lock.salt",
    "Lock.seal",
    "OpenPassage.rubric",
    "OpenPassage.rubric_digest",
    "PlaceLevel.criterion",
    "RemoveCandidate.passage",
    "SetRetention.until",
    "WriteText.text_id",
}
"""Ids, digests, dates and the listed reasons of a pause."""


def _texts(kind: Any) -> Iterator[str]:
    """Yield every text that a command of this kind holds, as « kind.field »."""
    for name, hint in typing.get_type_hints(kind).items():
        for inner in _kinds(hint):
            if inner is str and name not in ("do", "undo_label"):
                yield f"{kind.__name__}.{name}"
            elif dataclasses.is_dataclass(inner):
                yield from _texts(inner)


def _kinds(hint: Any) -> Iterator[Any]:
    if isinstance(hint, UnionType) or typing.get_origin(hint) is not None:
        for inner in typing.get_args(hint):
            yield from _kinds(inner)
    else:
        yield hint


def test_every_text_that_a_command_brings_is_known_here() -> None:
    """A new one is either for the page, or marked in the day above."""
    kinds: tuple[type[Command] | type[SittingCommand], ...] = (
        *COMMANDS.values(),
        *SittingCommand.__subclasses__(),
    )
    brought = {text for kind in kinds for text in _texts(kind)}
    assert brought == PRINTED | WITHHELD | NO_PERSON_S_WORDS


# -- Every word of the page --------------------------------------------------------------------------


def _expected(page: Printed) -> list[str]:
    """Return all that the page of an ending may say, in words of this test's own."""
    plan, texts = rubric().verso, marked_day.FIRST_TEXTS
    who = {"withdrew": ("NGUYỄN Zoé", "0260118"), "not examined": ("ŁĄCZNA Zoé", "0260119")}
    name, number = who.get(
        page.after, (f"{marked_day.SURNAME} {marked_day.GIVEN_NAME}", marked_day.NUMBER)
    )
    notes = {"withdrew": "4,5", "not examined": "0", "amended": "13"}
    said = [plan.exam, plan.subtest, plan.subject, plan.members_title, plan.note_title]
    said += ["Session : 2026", f"Centre d’examen : {marked_day.CENTRE}"]
    said += ["Date de l’épreuve : 22/06/2026", f"Nom et prénom du (de la) candidat(e) : {name}"]
    said += [f"Numéro du (de la) candidat(e) : {number}", "Mme DURAND Claire"]
    said += [", professeure d’économie-gestion", "M. MARTIN Paul, professionnel du secteur"]
    said += ["du commerce et de la vente, Directeur de magasin, Librairie du Port"]
    said += [f"{notes.get(page.after, '13,5')} / 20", PROPOSAL, "Empreinte :", "page 1 / 1"]
    if page.after == "not examined":
        return [*said, rubric().gate.statement]
    said += [plan.comments_title, plan.comments_lead, plan.appraisal_title]
    said += [comment.heading for comment in rubric().comments]
    if page.after == "withdrew":
        return [*said, marked_day.WITHDRAWN]
    said += [texts[name] for name in ("traiter", "contribuer", "evaluer")]
    said += ["Rien à signaler."]
    said += [texts["appraisal"] if page.after == "locked" else marked_day.APPRAISAL_AGAIN]
    return said + (["Rectifié le 22/06/2026"] if page.after == "amended" else [])


def _assert_it_says_nothing_else(page: Printed) -> None:
    """Find no level, mark or plage either, which no marked word could tell from another number."""
    rest = folded(words(page.data))
    for text in sorted(map(folded, _expected(page)), key=len, reverse=True):
        assert text in rest, (page.after, text)
        rest = rest.replace(text, "", 1)
    assert len(rest) == 16, (page.after, rest)
    assert int(rest, 16) > 0, "the fingerprint of the seal"


# -- The look finds what is planted ------------------------------------------------------------------


def _saved(change: Callable[[pikepdf.Pdf], object]) -> Callable[[bytes], bytes]:
    def plant(data: bytes) -> bytes:
        with opened(data) as pdf:
            change(pdf)
            target = io.BytesIO()
            pdf.save(target)
        return target.getvalue()

    return plant


def _in_metadata(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:description"] = MARK


def _as_stream(pdf: pikepdf.Pdf, data: bytes) -> None:
    pdf.Root.PieceInfo = pdf.make_stream(data)


def _attach(pdf: pikepdf.Pdf, name: str, data: bytes) -> None:
    pdf.attachments[name] = data


def _in_the_page_s_code(pdf: pikepdf.Pdf) -> None:
    spaced = " ".join(MARK).encode("utf-16-be").hex()
    tag = f"/Span << /ActualText <feff{spaced}> >> BDC EMC\n"
    pdf.pages[0].contents_add(tag.encode(), prepend=True)


def _removed_again(data: bytes) -> bytes:
    """A revision before this one: its stream is in the file and in no table."""
    stream = _saved(lambda pdf: _as_stream(pdf, MARK.encode()))(data)
    # The last address in the file is that of the table in force.
    return data + stream + data[data.rindex(b"startxref") :]


PLANTS: dict[str, Callable[[bytes], bytes]] = {
    "title": _saved(lambda pdf: pdf.docinfo.update({"/Keywords": MARK})),
    "metadata": _saved(_in_metadata),
    "attachment": _saved(lambda pdf: _attach(pdf, "x", MARK.encode())),
    "attachment's name": _saved(lambda pdf: _attach(pdf, MARK, b"x")),
    "string": _saved(lambda pdf: pdf.Root.update({"/X": pikepdf.Array([MARK + "é"])})),
    "name": _saved(lambda pdf: pdf.Root.update({"/X": pikepdf.Name(f"/{MARK}")})),
    "key": _saved(lambda pdf: pdf.Root.update({f"/{MARK}": 1})),
    "trailer": _saved(lambda pdf: pdf.trailer.update({"/X": MARK})),
    "stream": _saved(lambda pdf: _as_stream(pdf, MARK.encode())),
    "wide stream": _saved(lambda pdf: _as_stream(pdf, b"x" + MARK.encode("utf-16-be"))),
    "what stands for a text": _saved(_in_the_page_s_code),
    "earlier revision": _removed_again,
    "comment": lambda data: data + f"% {MARK}".encode(),
}


@pytest.mark.parametrize("where", PLANTS)
def test_a_word_planted_in_a_file_is_found(where: str, usual: Rendered) -> None:
    assert not list(leaks_of("verso.pdf", usual.data))
    planted = PLANTS[where](usual.data)
    assert {found for _, told in leaks_of("verso.pdf", planted) for found in told} == {"planted"}


def test_a_word_printed_on_a_page_is_found_though_it_is_cut() -> None:
    cut = MARK[:7] + "\u00ad" + MARK[7:]
    page = replace(USUAL, appraisal=f"{'x' * 77}{cut} {MARK[:5]} {MARK[5:]}")
    for name, data in (("a.pdf", make_pdf(page).data), ("a.html", make_html(page))):
        found = dict(leaks_of(name, data))
        assert found.get("page", found.get("text")) == {"planted"}


@pytest.mark.parametrize(
    "markup",
    [f"<!-- {MARK} -->", f"<p title='{MARK}'>", "".join(f"&#{ord(c)};" for c in MARK),
     "<b>".join(MARK)],
)  # fmt: skip
def test_a_word_planted_in_a_plain_page_is_found(markup: str) -> None:
    page = make_html(USUAL)
    assert not list(leaks_of("a.html", page))
    assert list(leaks_of("a.html", page + markup.encode()))


def test_a_word_in_a_file_s_name_is_found(tmp_path: Path) -> None:
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / f"verso-{MARK}.pdf").touch()
    assert list(leaks(tmp_path).values()) == [{"planted"}]

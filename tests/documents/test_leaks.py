"""Nothing that is the jury's alone leaves it: not in a page, its bytes, its metadata or its name."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Any

import pytest

from e33tui.documents import Content
from e33tui.domain.commands import COMMANDS, Command
from e33tui.domain.dossier_content import dossier
from e33tui.domain.passage import Passage
from e33tui.domain.report_content import fraud_report, incident_sheet
from e33tui.domain.sitting_commands import SittingCommand
from e33tui.domain.verso_content import PROPOSAL
from tests.documents import marked_day
from tests.documents.filled import texts
from tests.documents.leaks import leaks, leaks_of
from tests.documents.made import Maker
from tests.documents.marked_day import MarkedDay, Printed
from tests.documents.pdf import words
from tests.service.support import holding
from tests.support.domain import rubric
from tests.support.marked import folded, word, words_in


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, maker: Maker) -> MarkedDay:
    monkeypatch.setattr("e33tui.service.seating.author", lambda: word("author"))
    lived = MarkedDay(tmp_path / "seance", maker.pdf)
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
    _assert_the_papers_are_in_their_folders_and_say_what_is_theirs(day.folder / "exports")
    assert {(page.after, Path(page.name).suffix) for page in day.printed} == {
        ("together", ".pdf"),
        *((after, suffix) for after in ENDINGS for suffix in (".pdf", ".html")),
    }
    for page in day.printed:
        if page.after in ENDINGS and page.name.endswith(".pdf"):
            _assert_it_says_nothing_else(page)


ENDINGS = ("locked", "reopened", "amended", "withdrew", "not examined")
MARKED = {
    "absentmember",
    "anotherinterrupted",
    "anotherexcluded",
    "anotherhandedover",
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
    "school",
    "second",
    "statementofamember",
    "statementofthecandidate",
    "statingmember",
    "suspicion",
    "textbeforeitwaschanged",
    "textbeforenothingwasdeclared",
    "textthatwasundone",
    "whodecidedit",
    "wrong",
}
"""What the day's own files hold at its end of what may not be printed."""


NAMED = {mark for mark in MARKED if mark.startswith("another")} | {"othercommission"}
"""Whom a list of the day's candidates names, and where one of them was sent."""


def _assert_the_papers_are_in_their_folders_and_say_what_is_theirs(exports: Path) -> None:
    communicable, commission = (
        {path.name.partition("-")[0] for path in (exports / name).iterdir()}
        for name in ("communicable", "commission")
    )
    assert communicable == {"verso", "versos"}
    reports = {"constat", "incident", "proces"}
    lists = {"bordereau", "candidats", "couverture", "emargement", "formulaire"}
    assert commission == {"dossier", *reports, *lists}
    for path in (exports / "commission").iterdir():
        found = words_in(path.read_text(encoding="utf-8"))
        kind = path.name.partition("-")[0]
        if kind in lists - {"formulaire", "couverture"}:
            # The school goes to another séance alone, where its centre asked for it.
            assert found <= NAMED | ({"school"} if kind == "candidats" else set()), path.name
        # What the commission noted for itself is on no document at all.
        assert not {mark for mark in found if "observation" in mark or mark == "question"}, (
            path.name
        )


def _assert_the_words_are_in_the_record(day: MarkedDay) -> None:
    """Make sure that what is looked for was written."""
    held = {
        found
        for path in day.folder.rglob("*.json*")
        for found in words_in(path.read_text(encoding="utf-8").encode().decode("unicode_escape"))
    }
    assert held >= MARKED
    # What was erased, and what an observation said before it was corrected: the lock forgets it.
    for gone in ("erased observation", "observation before it was edited"):
        assert holding(day.folder, word(gone)) == [], gone
    _assert_the_commissions_own_documents_have_theirs(day.states)


def _assert_the_commissions_own_documents_have_theirs(states: Mapping[str, Passage]) -> None:
    """Find the rubric's marks in the dossier: they would be on a page that had them from there.

    Observations are on no document at all.
    """
    found: set[str] = set()
    contents: list[Content]
    for state in states.values():
        contents = [dossier(state), fraud_report(state)]
        contents += [incident_sheet(state)] if state.incidents else []
        found |= {mark for each in contents for text in texts(each) for mark in words_in(text)}
    assert found >= {"descriptor", "criteriontitle", "criterionindicators", "levelname", "incident"}
    assert found >= {"suspicion", "statingmember", "statementofamember", "statementofthecandidate"}
    assert {mark for mark in found if "observation" in mark or "textb" in mark} == set()
    assert not found & {"question", "author", "textthatwasundone", "misspelt", "wrong"}


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
    "AddCandidate.school",
    "AddRemark.text",
    "Amend.members",
    "Amend.reason",
    "Assent.member",
    "EditCandidate.school",
    "EditRemark.text",
    "EndOtherwise.reason",
    "HandOver.to",
    "RecordIncident.text",
    "Reopen.reason",
    "StateCandidate.text",
    "StateMember.member",
    "StateMember.text",
}
"""What is marked in the day above."""
NO_PERSON_S_WORDS = {
    "AddCandidate.convocation",
    "AddCandidate.passage",
    "AddRemark.criterion",
    "BeginClosing.passages",
    "DeclareNothing.text_id",
    "EditCandidate.convocation",
    "EditCandidate.passage",
    "EditRemark.criterion",
    "ExplainPause.reason",
    "HandOver.passage",
    "Lock.salt",
    "Lock.seal",
    "MoveCandidate.before",
    "MoveCandidate.passage",
    "OpenPassage.rubric",
    "OpenPassage.rubric_digest",
    "PlaceLevel.criterion",
    "RemoveCandidate.passage",
    "SetRetention.until",
    "SetUp.rubric",
    "TakeBack.passage",
    "WriteText.text_id",
}
"""Ids, digests, dates, hours and the listed reasons of a pause."""


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
    plan, written = rubric().verso, marked_day.FIRST_TEXTS
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
    said += [written[name] for name in ("traiter", "contribuer", "evaluer")]
    said += ["Rien à signaler."]
    said += [written["appraisal"] if page.after == "locked" else marked_day.APPRAISAL_AGAIN]
    return said + (["Rectifié le 22/06/2026"] if page.after == "amended" else [])


def _assert_it_says_nothing_else(page: Printed) -> None:
    """Find no level, mark or plage either, which no marked word could tell from another number."""
    rest = folded(words(page.data))
    for text in sorted(map(folded, _expected(page)), key=len, reverse=True):
        assert text in rest, (page.after, text)
        rest = rest.replace(text, "", 1)
    assert len(rest) == 16, (page.after, rest)
    assert int(rest, 16) > 0, "the fingerprint of the seal"

"""The papers of the day: what is told of each, and what making all of them leaves in two folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.documents import Content, Rendered
from e33tui.domain.closing import Assent
from e33tui.domain.commands import MarkAbsent, SetNote
from e33tui.domain.errors import DocumentError, EngineMissing
from e33tui.domain.sitting_commands import HandOver, SetRetention
from e33tui.domain.verso import Verso
from e33tui.service import Service
from e33tui.service.papers import CLOSING, OF_CLOSING, REPORTS, TITLES, Outcome, Paper
from e33tui.store import DocumentInTheWay
from tests.service.support import NUMBER, PATIENCE, Day, print_as_data
from tests.support.domain import journal_at

ASSENTS = (Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul"))
WITHOUT_PANGO = EngineMissing("La bibliothèque Pango manque sur cette machine.")


def another(day: Day, number: str, state: str) -> str:
    """Add a candidate and bring the passage to a state."""
    passage = day.service.add_candidate(number, "SECOND", "Candidat")
    desk = day.service.open(passage)
    for line in journal_at(state).lines[1:]:
        day.clock.advance(10)
        desk.do(line.command)
    assert desk.leave()
    return passage


@pytest.fixture
def closed(day: Day) -> Day:
    """A closed day: one examined, one not, one absent, one handed over."""
    assert day.locked().leave()
    absent = day.service.open(day.service.add_candidate("2", "ABSENT", "Candidat"))
    absent.do(MarkAbsent())
    assert absent.leave()
    none = day.service.open(another(day, "3", "gate_none"))
    none.lock().result(PATIENCE)
    assert none.leave()
    handed = day.service.add_candidate("4", "AILLEURS", "Candidat")
    day.service.change(HandOver(handed, "la commission 2"))
    day.service.close_sitting(ASSENTS)
    return day


def survey(service: Service) -> dict[str, Paper]:
    return {paper.kind: paper for paper in service.exports.papers.survey()}


def made(service: Service, kind: str) -> list[Outcome]:
    work = service.exports.papers.make(kind)
    outcomes = list(work.outcomes)
    assert len(outcomes) == work.total
    return outcomes


def files(day: Day) -> list[str]:
    exports = day.folder / "exports"
    return sorted(
        f"{path.parent.name}/{path.name.rpartition('-')[0]}" for path in exports.glob("*/*")
    )


IN_TWO_FOLDERS = [
    "commission/bordereau-2026-06-22",
    "commission/bordereau-2026-06-22",
    "commission/constat-3",
    f"commission/dossier-{NUMBER}",
    "commission/dossier-3",
    f"communicable/verso-{NUMBER}",
    "communicable/verso-3",
]


def test_before_anything_only_what_the_day_begins_with_can_be_made(day: Day) -> None:
    papers = survey(day.service)
    assert list(papers) == list(TITLES)
    possible = {kind for kind, paper in papers.items() if not paper.why}
    assert possible == {"emargement", "couverture", "formulaire", "candidats"}
    assert all(paper.made == 0 for paper in papers.values())
    assert "Après la clôture" in papers["bordereau"].why
    assert papers["verso"].folder == day.folder / "exports" / "communicable"


def test_a_list_that_was_made_is_told_and_is_made_anew_when_asked_for(day: Day) -> None:
    for kind in ("emargement", "couverture", "formulaire", "candidats"):
        for _ in range(2):
            (outcome,) = made(day.service, kind)
            assert outcome.path is not None
            paper = survey(day.service)[kind]
            assert (paper.made, paper.wanted) == (1, 1)
            assert outcome.path.parent == paper.folder


def test_a_list_made_before_the_roster_changed_is_to_be_made_again(day: Day) -> None:
    made(day.service, "emargement")
    day.clock.advance(10)
    day.service.change(SetRetention("2027-12-31"))
    assert survey(day.service)["emargement"].made == 1
    day.service.add_candidate("9", "TARDIF", "Luc")
    paper = survey(day.service)["emargement"]
    assert (paper.made, paper.outdated) == (0, True)
    made(day.service, "emargement")
    paper = survey(day.service)["emargement"]
    assert (paper.made, paper.outdated) == (1, False)


def test_the_clôture_makes_what_is_communicable_and_what_the_centre_collects(closed: Day) -> None:
    before = survey(closed.service)[CLOSING]
    assert (before.made, before.wanted) == (0, 7)
    outcomes = made(closed.service, CLOSING)
    assert all(outcome.path and not outcome.error for outcome in outcomes)
    assert files(closed) == sorted(IN_TWO_FOLDERS)
    after = survey(closed.service)
    assert (after[CLOSING].made, after[CLOSING].wanted) == (7, 7)
    assert [(after[kind].made, after[kind].wanted) for kind in OF_CLOSING] == [
        (2, 2),
        (2, 2),
        (1, 1),
        (1, 1),
        (1, 1),
    ]


def test_what_is_there_and_in_force_is_not_made_again(closed: Day) -> None:
    made(closed.service, "verso")
    kinds = [outcome.kind for outcome in made(closed.service, CLOSING)]
    assert kinds == ["dossier", "dossier", "constat", "bordereau", "bordereau-csv"]
    assert made(closed.service, CLOSING) == []


def test_left_on_the_way_it_goes_on_where_it_was(closed: Day) -> None:
    work = closed.service.exports.papers.make(CLOSING)
    first = [next(work.outcomes) for _ in range(3)]
    work.outcomes.close()
    assert survey(closed.service)[CLOSING].made == 3
    rest = made(closed.service, CLOSING)
    assert len(rest) == 4
    assert not {(o.kind, o.passage) for o in first} & {(o.kind, o.passage) for o in rest}
    assert files(closed) == sorted(IN_TWO_FOLDERS)


def test_a_rectification_outdates_what_shows_its_passage_alone(closed: Day) -> None:
    made(closed.service, CLOSING)
    desk = closed.open()
    desk.amend("Erreur de report", ("Mme DURAND Claire",))
    assert "rectification" in survey(closed.service)["bordereau"].why
    desk.do(SetNote(28))
    desk.lock().result(PATIENCE)
    assert desk.leave()
    papers = survey(closed.service)
    assert papers[CLOSING].made == 3
    assert [kind for kind in papers if papers[kind].outdated] == ["bordereau", "bordereau-csv"]
    again = [(outcome.kind, outcome.passage) for outcome in made(closed.service, CLOSING)]
    assert again == [
        ("verso", closed.passage),
        ("dossier", closed.passage),
        ("bordereau", None),
        ("bordereau-csv", None),
    ]
    assert not any(paper.outdated for paper in survey(closed.service).values())


def test_an_earlier_verso_put_back_by_hand_is_none_of_this_version(day: Day) -> None:
    desk = day.locked()
    (outcome,) = made(day.service, "verso")
    assert outcome.path is not None
    earlier = outcome.path.read_bytes()
    desk.reopen("Oubli")
    desk.do(SetNote(30))
    desk.lock().result(PATIENCE)
    assert desk.leave()
    outcome.path.write_bytes(earlier)
    assert survey(day.service)["verso"].made == 0


def test_a_file_in_the_way_keeps_no_other_from_being_made_and_stays(closed: Day) -> None:
    made(closed.service, "verso")
    ours = next(iter((closed.folder / "exports/communicable").glob(f"verso-{NUMBER}*")))
    ours.write_bytes(b"somebody's")
    outcomes = made(closed.service, CLOSING)
    (kept,) = [outcome for outcome in outcomes if outcome.path is None]
    assert isinstance(kept.error, DocumentInTheWay)
    assert (kept.kind, kept.passage) == ("verso", closed.passage)
    assert ours.read_bytes() == b"somebody's"
    assert files(closed) == sorted(IN_TWO_FOLDERS)
    again = closed.service.exports.papers.again(kept)
    assert again.path == ours
    assert ours.read_bytes() != b"somebody's"


def test_without_the_engine_there_are_pages_and_the_table_and_one_reason(closed: Day) -> None:
    tried: list[Content] = []

    def lacking(content: Content) -> Rendered:
        tried.append(content)
        raise WITHOUT_PANGO

    closed.service._render = lacking
    outcomes = {(o.kind, o.passage or ""): o for o in made(closed.service, CLOSING)}
    assert {o.error for o in outcomes.values() if o.kind != "bordereau-csv"} == {WITHOUT_PANGO}
    kinds = {path.suffix for o in outcomes.values() if (path := o.path)}
    assert kinds == {".html", ".csv"}
    assert survey(closed.service)["verso"].made == 2
    assert not any(isinstance(content, Verso) for content in tried[2:])
    # Once it is there, the pages give way to what was wanted.
    closed.service.exports._render = print_as_data
    assert len(made(closed.service, CLOSING)) == 6
    assert files(closed) == sorted(IN_TWO_FOLDERS)


def test_what_the_engine_refuses_of_one_is_told_of_that_one(closed: Day) -> None:
    refusal = DocumentError("Le document n’a pas pu être composé.")

    def some(content: Content) -> Rendered:
        if isinstance(content, Verso):
            raise refusal
        return print_as_data(content)

    closed.service._render = some
    outcomes = made(closed.service, CLOSING)
    assert [o.kind for o in outcomes if o.error is refusal] == ["verso", "verso"]
    assert sum(o.path is not None for o in outcomes) == 5


def test_reports_are_those_that_the_passages_ask_for_and_may_come_before_the_lock(day: Day) -> None:
    assert survey(day.service)[REPORTS].why
    another(day, "5", "gate_none")
    another(day, "6", "interrupted")
    kinds = [outcome.kind for outcome in made(day.service, REPORTS)]
    assert kinds == ["constat", "incident"]
    assert survey(day.service)[REPORTS].made == 2
    # What is not locked may say more by now.
    assert len(made(day.service, REPORTS)) == 2


def test_without_anybody_only_the_blank_form_can_be_made(tmp_path: Path, day: Day) -> None:
    from tests.service.support import opened

    service = opened(tmp_path / "vide", day.clock, create=True)
    papers = {paper.kind: paper for paper in service.exports.papers.survey()}
    assert {kind for kind, paper in papers.items() if not paper.why} == {"formulaire"}
    service.close(PATIENCE)

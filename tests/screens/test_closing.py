"""The clôture and the rectification as a commission sees them."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.documents import Content, Rendered
from e33tui.domain.closing import Assent, Closing
from e33tui.domain.errors import DocumentError, StoreError
from e33tui.domain.identity import Capacity, Commission
from e33tui.domain.identity import Juror as Member
from e33tui.domain.passage import Step
from e33tui.domain.sitting_commands import BeginClosing, RemoveCandidate, SetUp
from e33tui.screens.closing import ClosingScreen
from e33tui.screens.members import Answer, MemberList
from e33tui.screens.papers import PapersScreen
from e33tui.service import Service
from tests.screens.support import (
    DEADLINE,
    FIRST,
    SECOND,
    THIRD,
    Juror,
    at_work,
    bring,
    check_frame,
    paper,
    sitting,
)
from tests.support.domain import FakeClock

SMALL = ((60, 20), (80, 24))
ASSENTS = (Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul"))


@pytest.fixture
def ended(tmp_path: Path) -> Iterator[Service]:
    """A day on which all three candidates have an ending."""
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        bring(service, clock, "absent", SECOND)
        bring(service, clock, "gate_technical", THIRD)
        yield service


async def at_closing(juror: Juror) -> ClosingScreen:
    """Go to the clôture from the list, and wait until the passages are read."""
    await juror.press("c")
    screen = juror.app.place()
    assert isinstance(screen, ClosingScreen)
    await juror.until(lambda: screen._obstacles is not None, "the passages read")
    return screen


async def papers_made(juror: Juror) -> None:
    """Wait until the clôture is done and what it makes was made, or not."""
    await juror.until(lambda: juror.where == "papers", "the clôture")
    screen = juror.app.place()
    assert isinstance(screen, PapersScreen)
    await juror.until(lambda: bool(screen._papers) and not screen._making, "the documents")


async def check_frames(juror: Juror) -> None:
    """Look at the screen at each small size, and leave it at the smallest."""
    for size in reversed(SMALL):
        await juror.resize(*size)
        check_frame(juror)


def closing(service: Service) -> Closing:
    """The clôture on record."""
    found = service.sitting.closing
    assert found is not None
    return found


def said(juror: Juror) -> list[Answer]:
    return juror.app.screen.query_one(MemberList).answers


# -- What is missing --


async def test_what_is_missing_is_listed_and_a_line_leads_to_its_candidate(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="complete", clock=clock) as service:
        bring(service, clock, "absent", SECOND)
        async with at_work(service, SMALL[0]) as juror:
            await at_closing(juror)
            await check_frames(juror)
            text = juror.text()
            assert "Clôture" in juror.lines()[1]
            assert "Avant la clôture : 2 candidats" in text
            assert "0123456 LEFÈVRE Zoé · fiche à rédiger et à verrouiller" in text
            assert "0123458 ÖZDEMIR Émile · à venir, à déclarer présent ou absent" in text
            assert "MARTIN" not in text
            await juror.press("1", "2", "ctrl+x")
            assert juror.where == "closing"
            await juror.press("down", "enter")
            await juror.until(lambda: juror.at(Step.IDENTIFICATION), "the candidate")
            assert juror.desk.id == THIRD
        assert service.sitting.closing is None


async def test_nothing_is_closed_in_an_empty_seance(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        service.change(*(RemoveCandidate(passage) for passage in (FIRST, SECOND, THIRD)))
        async with at_work(service) as juror:
            await juror.at_home()
            await juror.press("c")
            assert juror.where == "home"


# -- The members --


async def test_a_key_of_each_member_closes_the_seance_and_the_list_says_so(
    ended: Service,
) -> None:
    async with at_work(ended, SMALL[0]) as juror:
        await at_closing(juror)
        await check_frames(juror)
        text = juror.text()
        assert "1 à confirmer Mme DURAND Claire" in text
        assert "2 à confirmer M. MARTIN Paul" in text
        assert "ne prouvent aucune identité : les signatures sur papier" in text
        assert "ne se corrige que par une rectification" in text
        assert "relève du chef de centre" in text
        assert "(absents, à reconvoquer) : 2." in text
        await juror.press("ctrl+n")
        assert "Attend une confirmation : Mme DURAND Claire (touche 1)" in juror.text()
        await juror.press("1", "ctrl+n")
        assert "Attend une confirmation : M. MARTIN Paul (touche 2)" in juror.text()
        assert not ended.sitting.closed
        assert "les versos (dans communicable), les dossiers et le bordereau" in text
        assert "(dans commission)." in text
        await juror.press("é", "ctrl+n")
        await papers_made(juror)
        assert closing(ended).assents == ASSENTS
        assert "close le 22/06/2026" in juror.lines()[1]
        assert "Séance close. 5 documents faits." in juror.text()
        await check_frames(juror)
        await juror.press("ctrl+r")
        await juror.at_home()
        assert "séance close le 22/06/2026" in juror.lines()[1]
        await juror.press("a")
        assert juror.where == "home"
        assert "ajouter" not in juror.lines()[-1]


async def test_while_it_is_under_way_the_screen_is_blanked_and_the_terminal_may_go(
    ended: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, close = threading.Event(), ended.close_sitting

    def slowly(assents: tuple[Assent, ...]) -> None:
        go_on.wait(DEADLINE)
        close(assents)

    monkeypatch.setattr(ended, "close_sitting", slowly)
    async with at_work(ended) as juror:
        await at_closing(juror)
        await juror.press("1", "2", "ctrl+n")
        assert "Clôture en cours" in juror.text()
        await juror.press("ctrl+o")
        assert "E33" not in juror.first_line()
        await juror.press("ctrl+o")
        assert "E33" in juror.first_line()
        lost = asyncio.create_task(juror.app.terminal_lost("hangup"))
        go_on.set()
        await asyncio.wait_for(lost, DEADLINE)


async def test_an_absent_member_blocks_nothing_but_somebody_confirms(ended: Service) -> None:
    async with at_work(ended) as juror:
        await at_closing(juror)
        await juror.press("ctrl+x", "down", "ctrl+x")
        assert "1 absente Mme DURAND Claire" in juror.text()
        assert "2 absent M. MARTIN Paul" in juror.text()
        await juror.press("ctrl+n")
        await juror.until(lambda: "Au moins un membre présent" in juror.text(), "the refusal")
        assert juror.where == "closing"
        await juror.press("1", "ctrl+n")
        await papers_made(juror)
    assert [assent.absent for assent in closing(ended).assents] == [False, True]


async def test_each_answers_by_a_key_or_a_line_of_their_own_and_enter_for_nobody(
    ended: Service,
) -> None:
    async with at_work(ended) as juror:
        screen = await at_closing(juror)
        await juror.press("enter", "down", "enter", "space", "0", "3")
        assert said(juror) == [Answer.WAITING] * 2
        await juror.press("2", "2", "1")
        assert said(juror) == [Answer.GIVEN, Answer.WAITING]
        await juror.pilot.click(screen._members, offset=(4, 1))
        assert said(juror) == [Answer.GIVEN] * 2
        await juror.press("ctrl+r")
        assert juror.where == "home"
    assert ended.sitting.closing is None


# -- What cuts it short --


async def test_a_disk_that_refuses_is_told_and_the_same_key_completes_it(
    ended: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreError("", "le disque est plein")

    names = ("[/b] " + "é" * 115, "ŁĄCZ[NA")
    members = tuple(Member("Mme", name, Capacity.TEACHER) for name in names)
    before = ended.sitting
    ended.change(SetUp(before.session, before.centre, before.date, Commission(members)))
    async with at_work(ended, SMALL[0]) as juror:
        await at_closing(juror)
        check_frame(juror)
        assert "[/b] ééé" in juror.text()
        with monkeypatch.context() as patch:
            patch.setattr(ended._store.register, "append", refuse)
            await juror.press("1", "2", "ctrl+n")
            await juror.until(lambda: "le disque est plein" in juror.text(), "the refusal")
        assert "Clôture commencée, pas achevée : ^N l’achève." in juror.text()
        await juror.press("ctrl+n")
        await papers_made(juror)
    assert ended.sitting.closed


async def test_documents_that_fail_undo_no_cloture_and_can_be_asked_for_again(
    ended: Service,
) -> None:
    def failing(content: Content) -> Rendered:
        raise DocumentError("Le document n’a pas pu être composé.")

    ended._render = failing
    async with at_work(ended, SMALL[0]) as juror:
        await at_closing(juror)
        await juror.press("1", "2", "ctrl+n")
        await papers_made(juror)
        assert ended.sitting.closed
        assert "! Séance close. 1 document fait ; 4 n’ont pas pu l’être." in juror.text()
        check_frame(juror)
        ended.exports._render = paper
        await juror.press("enter")
        await juror.until(lambda: "4 documents faits." in juror.text(), "the rest")


async def test_a_cloture_cut_short_is_told_at_the_next_start_and_completed(
    ended: Service,
) -> None:
    ended.change(BeginClosing(ASSENTS, (FIRST, SECOND, THIRD)))
    async with at_work(ended) as juror:
        await juror.at_home()
        assert "La clôture de la séance a été commencée et n’est pas achevée" in juror.text()
        await at_closing(juror)
        assert said(juror) == [Answer.GIVEN] * 2
        await juror.press("1", "ctrl+x")
        assert said(juror) == [Answer.GIVEN] * 2
        await juror.press("ctrl+n")
        await papers_made(juror)
    assert closing(ended).assents == ASSENTS


async def test_what_another_terminal_opened_meanwhile_is_listed(ended: Service) -> None:
    async with at_work(ended) as juror:
        await at_closing(juror)
        held = ended._store.acquire(SECOND, "autre terminal")
        await juror.press("1", "2", "ctrl+n")
        await juror.until(lambda: "ouvert dans un autre terminal" in juror.text(), "the obstacle")
        held.release()
    assert ended.sitting.closing is None


async def test_once_closed_the_screen_says_since_when_and_offers_nothing_more(
    ended: Service,
) -> None:
    ended.close_sitting(ASSENTS)
    async with at_work(ended) as juror:
        await juror.at_home()
        await at_closing(juror)
        assert "Séance close le 22/06/2026." in juror.text()
        assert "P, sur la liste, montre les documents" in juror.text()
        assert said(juror) == [Answer.GIVEN] * 2
        assert "clore" not in juror.lines()[-1]
        await juror.press("ctrl+n", "1", "enter", "ctrl+x")
        assert juror.where == "closing"
        await juror.press("ctrl+r", "s")
        await juror.type("X")
        await juror.press("ctrl+n")
        assert "la liste et les réglages ne changent plus" in juror.text()
        assert juror.where == "setup"


# -- Rectification --


@pytest.fixture
def closed(ended: Service) -> Service:
    ended.close_sitting(ASSENTS)
    return ended


async def reason_given(juror: Juror, reason: str = "Report") -> None:
    await juror.press("ctrl+y")
    await juror.until(lambda: juror.asked, "the reason")
    await juror.type(reason)
    await juror.press("enter")
    await juror.until(lambda: "Qui décide" in juror.text(), "the members")


async def test_after_the_cloture_a_sheet_is_rectified_by_reason_and_members(
    closed: Service,
) -> None:
    async with at_work(closed, SMALL[0]) as juror:
        await juror.open()
        await juror.until(lambda: "Verso :" in juror.text(), "the verso made")
        assert "^Y rectifie" in juror.text()
        assert "relève du chef de centre" in juror.text()
        await check_frames(juror)
        await juror.press("ctrl+y")
        await juror.until(lambda: juror.asked, "the reason")
        assert "relève du chef de centre" in juror.text()
        await juror.type("Report")
        await juror.press("enter")
        await juror.until(lambda: "Qui décide" in juror.text(), "the members")
        await juror.press("enter")
        assert "! Membres : chaque membre" in juror.text()
        await juror.press("2", "enter")
        await juror.until(lambda: juror.at(Step.PROFILE), "the grid")
        assert juror.first_line().startswith(" E33  rectification · LEFÈVRE Zoé")
        assert "Note ▸" in juror.text()
        state = juror.state
        await juror.press("backspace", "5")
        assert (juror.state.levels, juror.state.note) == (state.levels, state.note)
        assert (state.amending, state.reopen_reason) == (True, "Report")
        assert state.amended_by == ("M. MARTIN Paul",)
        await juror.go_to(Step.LOCK)
        assert "le verso portera « Rectifié »" in juror.text()
        await juror.press("ctrl+n")
        await juror.until(lambda: juror.at(Step.VERSO), "the verso")
        await juror.until(lambda: "Verso :" in juror.text(), "the verso made")
        assert "rectification" not in juror.first_line()
        assert "Rectifié le 22/06/2026" in juror.text()
        path = closed.exports.verso_path(FIRST)
    assert path is not None
    page = path.read_bytes().decode()
    assert "amended='Rectifié le 22/06/2026'" in page
    assert "Report" not in page
    sealed = json.loads(closed._store.seals.read_sealed(FIRST, 2))
    assert (sealed["amended"], sealed["amended_by"]) == (True, ["M. MARTIN Paul"])
    assert [entry.kind for entry in closed._store.register.entries()][-1] == "amend"


@pytest.mark.parametrize("issued", [True, False])
async def test_after_a_rectification_the_marks_sheet_is_to_be_made_again(
    closed: Service, issued: bool
) -> None:
    if issued:
        closed.exports.candidate_list("bordereau")
    desk = closed.open(FIRST)
    desk.amend("Report", ("M. MARTIN Paul",))
    async with at_work(closed) as juror:
        await juror.open()
        await juror.go_to(Step.LOCK)
        await juror.press("ctrl+n")
        await juror.until(lambda: "Verso :" in juror.text(), "the verso made")
        await juror.until(lambda: "scellée" in juror.text(), "the disk asked")
        said = " ".join(juror.text().split())
        assert ("bordereau de notes montre encore une version précédente" in said) is issued


async def test_a_rectification_given_up_changes_nothing_and_keeps_its_reason(
    closed: Service,
) -> None:
    async with at_work(closed) as juror:
        await juror.open()
        await reason_given(juror)
        await juror.press("1", "escape")
        await juror.until(lambda: "rien n’a changé" in juror.text(), "the answer")
        assert juror.state.locked
        await juror.press("ctrl+y")
        await juror.until(lambda: juror.asked, "the reason again")
        assert "Report" in juror.text()


async def test_passages_without_an_oral_are_rectified_too(closed: Service) -> None:
    async with at_work(closed) as juror:
        await juror.open(SECOND)
        await reason_given(juror, "Nom")
        await juror.press("1", "2", "enter")
        await juror.until(lambda: juror.at(Step.LOCK), "the lock")
        assert juror.state.amended_by == ("Mme DURAND Claire", "M. MARTIN Paul")
        await juror.press("ctrl+f")
        await juror.at_home()
        assert "rectification en cours" in juror.text()
        await juror.press("enter")
        await juror.until(lambda: juror.at(Step.LOCK), "the lock again")
        await lock_from(juror, Step.IDENTIFICATION)
        await juror.press("ctrl+f")
        await juror.at_home()
        await juror.open(THIRD)
        await reason_given(juror, "Nom")
        await juror.press("1", "enter")
        await juror.until(lambda: juror.at(Step.LOCK), "the lock")
        await lock_from(juror, Step.GATE)
    assert closed.verify() == []


async def lock_from(juror: Juror, earlier: Step) -> None:
    """Go back from the lock, on again, and lock."""
    await juror.press("ctrl+r")
    await juror.until(lambda: juror.at(earlier), "the step before")
    # After the clôture neither absence nor answer changes any more.
    await juror.press("ctrl+x", "1")
    assert juror.at(earlier)
    await juror.press("2" if earlier is Step.GATE else "ctrl+n")
    if earlier is Step.GATE:
        await juror.press("ctrl+n")
    await juror.until(lambda: juror.at(Step.LOCK), "the lock")
    await juror.press("ctrl+n")
    await juror.until(lambda: juror.at(Step.VERSO), "the locked passage")
    assert juror.state.versions[-1].amended

"""The documents of the séance, asked for by keys: what is told, what is made, and nobody waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from e33tui.documents import Content, Rendered
from e33tui.domain.closing import Assent
from e33tui.domain.errors import EngineMissing
from e33tui.domain.sheets import CandidateList
from e33tui.domain.verso import Verso
from e33tui.screens import papers_view
from e33tui.screens.papers import PapersScreen
from e33tui.service import Service
from e33tui.service.papers import TITLES, Paper
from tests.screens.support import (
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
KINDS = list(TITLES)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Service]:
    """A day on which the first candidate is locked."""
    with sitting(tmp_path, state="locked_complete") as service:
        yield service


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Service]:
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        bring(service, clock, "absent", SECOND)
        bring(service, clock, "locked_not_examined", THIRD)
        service.close_sitting(ASSENTS)
        yield service


async def at_papers(juror: Juror) -> PapersScreen:
    """Go there from the list, and wait until it is known what is there."""
    await juror.press("p")
    screen = juror.app.place()
    assert isinstance(screen, PapersScreen)
    await juror.until(lambda: bool(screen._papers), "what is there")
    return screen


async def ask(juror: Juror, kind: str) -> None:
    """Choose a kind and have it made."""
    await juror.press("home", *["down"] * KINDS.index(kind), "enter")


def files(service: Service) -> set[str]:
    exports = service.folder / "exports"
    return {f"{path.parent.name}/{path.name.partition('-')[0]}" for path in exports.glob("*/*")}


async def test_each_line_says_what_is_there_and_the_chosen_one_where_or_why_not(
    day: Service,
) -> None:
    async with at_work(day) as juror:
        await at_papers(juror)
        lines = {line.strip() for line in juror.lines()}
        assert "Liste d’émargement                   à faire" in lines
        assert "Bordereau de notes                   pas encore" in lines
        assert "exports/commission" in juror.text().replace(" ", "")
        await juror.press(*["down"] * KINDS.index("bordereau"))
        assert "Après la clôture" in juror.text()
        for size in reversed(SMALL):
            await juror.resize(*size)
            check_frame(juror)


def test_a_marks_sheet_that_a_rectification_left_behind_is_to_be_made_again() -> None:
    behind = Paper("bordereau", 1, 0, Path("commission"), outdated=True)
    assert papers_view.line("bordereau", behind, making=False).endswith("à refaire")
    assert "d’avant un changement" in papers_view.about(behind)
    amending = Paper("bordereau", 0, 0, Path("commission"), "Une fiche est ouverte.", outdated=True)
    assert papers_view.line("bordereau", amending, making=False).endswith("pas encore")
    assert papers_view.about(amending) == "Une fiche est ouverte."


@pytest.mark.parametrize("size", SMALL)
async def test_one_key_makes_it_says_where_it_lies_and_marks_it_made(
    day: Service, size: tuple[int, int]
) -> None:
    async with at_work(day, size) as juror:
        await at_papers(juror)
        await ask(juror, "couverture")
        await juror.until(lambda: "Fait :" in juror.text(), "the covers made")
        assert "commission/couverture-2026" in juror.text().replace(" ", "")
        await juror.until(lambda: "Fait le 22/06/2026 à 10:0" in juror.text(), "when")
        await juror.until(lambda: "Couvertures des dossiers fait" in juror.text(), "it told")
    assert files(day) == {"commission/couverture"}


async def test_keys_typed_ahead_make_it_as_soon_as_it_is_known_what_is_there(
    day: Service,
) -> None:
    async with at_work(day) as juror:
        await juror.press("p", "down", "enter")
        await juror.until(lambda: "Fait :" in juror.text(), "the covers made")
    assert files(day) == {"commission/couverture"}


async def test_a_list_of_documents_that_cannot_be_read_is_told_and_tried_again(
    day: Service,
) -> None:
    listed = day.folder / "documents.json"
    listed.write_bytes(b"damaged")
    async with at_work(day, (60, 20)) as juror:
        await juror.press("p")
        await juror.until(lambda: "documents.json" in juror.text(), "the reason")
        check_frame(juror)
        listed.unlink()
        await juror.press("enter")
        await juror.until(lambda: "Fait :" in juror.text(), "it made")


async def test_what_cannot_be_yet_is_said_and_nothing_is_made(day: Service) -> None:
    async with at_work(day) as juror:
        await at_papers(juror)
        await ask(juror, "bordereau")
        assert "! Après la clôture" in juror.text()
    assert files(day) == set()


async def test_all_there_already_is_said_too(day: Service) -> None:
    async with at_work(day) as juror:
        await at_papers(juror)
        await ask(juror, "verso")
        await juror.until(lambda: "Fait :" in juror.text(), "it made")
        await juror.press("enter")
        await juror.until(lambda: "Tout est déjà fait" in juror.text(), "the answer")


async def test_while_they_are_made_every_key_is_answered_and_the_count_goes_on(
    closed: Service,
) -> None:
    go_on, begun = Event(), Event()

    def slowly(content: Content) -> Rendered:
        if not isinstance(content, Verso):
            begun.set()
            assert go_on.wait(10)
        return paper(content)

    closed._render = slowly
    async with at_work(closed) as juror:
        screen = await at_papers(juror)
        await ask(juror, "cloture")
        await juror.until(begun.is_set, "the first dossier begun")
        await juror.press("up")
        screen.tick()
        assert "2 sur 7" in juror.text()
        assert "en cours" in juror.text()
        await juror.press("enter")
        assert "en préparation" in juror.text()
        await juror.press("ctrl+c")
        await juror.until(lambda: juror.asked, "whether to leave all the same")
        await juror.press("n")
        go_on.set()
        await juror.until(lambda: "7 documents faits." in juror.text(), "all made")
        await juror.until(lambda: "clôture 7 sur 7" in juror.text().replace("  ", " "), "told")
    assert files(closed) == {
        "communicable/verso",
        "commission/dossier",
        "commission/constat",
        "commission/bordereau",
    }


async def test_left_meanwhile_the_rest_is_made_when_it_is_asked_for_again(
    closed: Service,
) -> None:
    go_on, begun = Event(), Event()
    made: list[Content] = []

    def slowly(content: Content) -> Rendered:
        if len(made) == 1:
            begun.set()
            assert go_on.wait(10)
        made.append(content)
        return paper(content)

    closed._render = slowly
    async with at_work(closed) as juror:
        await at_papers(juror)
        await ask(juror, "cloture")
        await juror.until(begun.is_set, "the second verso begun")
        await juror.press("ctrl+r")
        await juror.at_home()
        assert "Documents : 1 sur 7 faits. P fait le reste." in juror.text()
        go_on.set()
        await juror.until(lambda: len(made) == 2, "what was begun")
        await at_papers(juror)
        await ask(juror, "cloture")
        await juror.until(lambda: "5 documents faits." in juror.text(), "the rest")
    assert len(made) == 6, "the table needs no printer, and no verso was made twice"


async def test_without_the_engine_it_is_said_once_what_to_install(closed: Service) -> None:
    def lacking(content: Content) -> Rendered:
        raise EngineMissing("La bibliothèque Pango manque : installez-la.")

    closed._render = lacking
    async with at_work(closed, (60, 20)) as juror:
        await at_papers(juror)
        await ask(juror, "cloture")
        await juror.until(lambda: "Pango manque" in juror.text(), "the reason")
        said = juror.text()
        assert "3 documents faits, dont 2 versos en HTML ; 4 n’ont pas pu l’être." in said
        assert said.count("Pango") == 1
        check_frame(juror)


@pytest.mark.parametrize("answer", ["o", "n"])
async def test_files_in_the_way_are_asked_about_once_and_never_replaced_in_silence(
    closed: Service, answer: str
) -> None:
    for passage in closed.exports.survey().passages:
        closed.exports.verso(passage).write_bytes(b"somebody's")
    async with at_work(closed, (60, 20)) as juror:
        await at_papers(juror)
        await ask(juror, "verso")
        await juror.until(lambda: juror.asked, "the question")
        assert "2 fichiers que cette séance n’a pas produits" in juror.text()
        await juror.press(answer)
        told = "2 documents faits." if answer == "o" else "2 documents n’ont pas pu être faits."
        await juror.until(lambda: told in juror.text(), "what became of them")
    kept = [p.read_bytes() for p in (closed.folder / "exports/communicable").iterdir()]
    assert kept.count(b"somebody's") == (0 if answer == "o" else 2)


async def test_a_failure_of_one_is_told_and_all_others_are_there(closed: Service) -> None:
    from e33tui.domain.errors import DocumentError

    def some(content: Content) -> Rendered:
        if isinstance(content, CandidateList):
            raise DocumentError("Le document n’a pas pu être composé.")
        return paper(content)

    closed._render = some
    async with at_work(closed) as juror:
        await at_papers(juror)
        await ask(juror, "cloture")
        told = "! 6 documents faits ; 1 n’a pas pu l’être."
        await juror.until(lambda: told in juror.text(), "the others")
        assert "pas pu être composé" in juror.text()

"""Two terminals and one passage: who looks, who takes over, and who is told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from e33tui.documents import Content, Rendered
from e33tui.domain.commands import AddRemark
from e33tui.domain.errors import DocumentError
from e33tui.domain.passage import Step
from e33tui.service import Service
from tests.screens.support import FIRST, at_work, new_service, paper, refolded, sitting
from tests.support.domain import FakeClock


@contextmanager
def second_terminal(folder: Path, clock: FakeClock) -> Iterator[Service]:
    """Another program on the same séance."""
    service = new_service(folder, clock)
    try:
        yield service
    finally:
        service.close(10)


async def test_a_passage_held_elsewhere_is_looked_at_and_changes_nothing(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        held = service.open(FIRST)
        before = held.state
        with second_terminal(tmp_path, clock) as other:
            async with at_work(other) as juror:
                await juror.press("enter")
                await juror.until(lambda: juror.asked, "the question")
                assert "Reprendre ici" in juror.text()
                await juror.press("c")
                await juror.until(lambda: juror.at(Step.INTERVIEW), "the passage")
                assert juror.desk.read_only
                await juror.type("essai")
                await juror.press("enter")
                assert "elle se consulte seulement" in juror.text()
                await juror.press("tab", "3", "ctrl+t", "ctrl+n", "ctrl+z")
                for step in Step:
                    juror.app.ways.go_to(step)
                    await juror.until(lambda step=step: juror.at(step))  # type: ignore[misc]
                    await juror.press("x", "1", "ctrl+y", "ctrl+x", "ctrl+z", "ctrl+d")
                    await juror.press("escape")
                    assert juror.state == before
                await juror.press("ctrl+f")
                await juror.at_home()
        assert held.state == before
        held.do(AddRemark("le premier terminal écrit toujours"))
        assert held.leave()
        assert refolded(service, FIRST).remarks[-1].text == "le premier terminal écrit toujours"


async def test_going_back_to_the_list_leaves_the_holder_alone(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        held = service.open(FIRST)
        with second_terminal(tmp_path, clock) as other:
            async with at_work(other) as juror:
                for answer in ("n", "escape"):
                    await juror.press("enter")
                    await juror.until(lambda: juror.asked, "the question")
                    await juror.press(answer)
                    await juror.at_home()
                    assert "ouvrir" in juror.lines()[-1]
                await juror.press("a")
                assert juror.where == "candidate"
        assert not held.requested()


@pytest.mark.parametrize(
    "over_it", ["", pytest.param("ctrl+p", marks=pytest.mark.campaign), "ctrl+d"]
)
async def test_the_terminal_that_is_taken_over_goes_to_the_list_and_says_so(
    tmp_path: Path, over_it: str
) -> None:
    """Whatever stood over its screen; what was being typed is the other terminal's draft."""
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service, watched=True) as juror:
            await juror.open()
            await juror.type("en cours de frappe")
            await juror.press(*([over_it] if over_it else []))
            with second_terminal(tmp_path, clock) as other:
                other._store.ownership.request(FIRST)
                await juror.until(lambda: juror.where == "home", "the list")
                await juror.at_home()
                assert len(juror.app.screen_stack) == 3
                assert "a été repris dans un autre terminal" in juror.text()
                # Who goes on typing types no command.
                await juror.type("armas")
                await juror.press("enter", "delete", "down")
                assert juror.where == "home"
                assert len(juror.app.screen_stack) == 3
                await juror.press("ctrl+r")
                assert len(juror.app.screen_stack) == 2
                desk = other.open(FIRST)
                assert desk.draft("remark") == "en cours de frappe"
                assert desk.leave()
            await juror.open()
            assert not juror.desk.read_only


async def test_two_programs_hand_a_passage_over(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service, watched=True) as first:
            await first.open()
            await first.type("un")
            await first.press("enter")
            with second_terminal(tmp_path, clock) as other:
                desk = await asyncio.to_thread(other.seating.take_over, FIRST)
                assert desk.state.remarks[-1].text == "un"
                await first.until(lambda: first.where == "home", "the list")
                assert desk.leave()


async def test_leaving_the_lock_screen_takes_no_seal_back(tmp_path: Path) -> None:
    """The seal still waits for its turn on a busy disk when the commission goes elsewhere."""
    with sitting(tmp_path, state="complete") as service:
        go_on = Event()
        async with at_work(service) as juror:
            await juror.open()
            busy = service._store.writer.run(lambda: go_on.wait(10))
            await juror.press("ctrl+n", "ctrl+r")
            assert juror.at(Step.APPRAISAL)
            assert juror.state.locked
            go_on.set()
            await juror.until(busy.done, "the disk free")
            sealed = service._store.register.sealed_versions
            await juror.until(lambda: bool(sealed(FIRST)), "the seal")


async def test_a_lock_asked_for_twice_seals_once(tmp_path: Path) -> None:
    """A disk that takes its time: the seal is made all the same, and once."""
    with sitting(tmp_path, state="complete") as service:
        go_on, real = Event(), service._store.seals.write_sealed
        sealed: list[int] = []

        def slowly(passage: str, number: int, data: bytes) -> object:
            sealed.append(number)
            assert go_on.wait(10)
            return real(passage, number, data)

        service._store.seals.write_sealed = slowly  # type: ignore[method-assign,assignment]
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+n", "ctrl+n", "enter")
            await juror.until(lambda: bool(sealed), "the seal begun")
            await juror.press("ctrl+n")
            assert "Verrouillage…" in juror.text()
            assert "verrouille" not in juror.text().replace("verrouillé", "")
            await juror.press("ctrl+o")
            assert juror.state.locked
            go_on.set()
            await juror.until(lambda: juror.at(Step.VERSO), "the verso")
            assert juror.text() == "^O"
            await juror.press("ctrl+o")
            assert len(juror.app.screen_stack) == 2
        assert sealed == [1]
        assert service._store.register.sealed_versions(FIRST) == {1}


async def test_a_document_in_the_way_is_asked_about(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        path = service.exports.verso(FIRST)
        path.unlink()
        path.write_bytes(b"not ours")
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+e")
            await juror.until(lambda: juror.asked, "the question")
            await juror.press("enter")
            assert path.read_bytes() == b"not ours"
            await juror.press("ctrl+e")
            await juror.until(lambda: juror.asked, "the question")
            await juror.press("o")
            await juror.until(lambda: path.read_bytes().startswith(b"%PDF"), "the verso")


async def test_a_verso_that_cannot_be_made_is_said_and_asked_for_again(tmp_path: Path) -> None:
    broken = [True]

    def printer(verso: Content) -> Rendered:
        if broken:
            raise DocumentError("Le document n’a pas pu être fabriqué. Réessayez.")
        return paper(verso)

    with sitting(tmp_path, state="locked_complete", renderer=printer) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.until(lambda: "! Le document n’a pas pu être fabriqué" in juror.text())
            broken.clear()
            await juror.press("ctrl+e")
            await juror.until(lambda: "Verso : " in juror.text(), "the verso")
        assert service.exports.verso_path(FIRST) is not None

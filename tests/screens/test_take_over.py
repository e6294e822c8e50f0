"""*Reprendre ici*: one question that says what it would mean, and two keys whatever the holder does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark
from e33tui.domain.passage import Step
from e33tui.screens import take_over
from e33tui.service import Service
from e33tui.service.desk import Desk
from e33tui.store import Holder
from tests.screens.support import FIRST, SIZES, Juror, at_work, new_service, sitting
from tests.support.domain import FakeClock

ANSWERS = "L’autre terminal répond : il enregistrera tout, puis cédera le passage."
SILENT = "L’autre terminal ne répond pas : « Reprendre ici » l’arrêtera."
ASKED = "L’autre terminal est interrogé…"
NOT_GIVEN = "L’autre terminal n’a pas cédé le passage. L’arrêter ?"


class Elsewhere:
    """A terminal that has the first passage, and does what the test makes it do.

    Attributes:
        service: of the terminal that comes second.
        first: of the one that has the passage.
        desk: the passage there.
        ended: who was ended, instead of the test's own process.
    """

    def __init__(self, first: Service, second: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        self.first = first
        self.service = second
        self.desk: Desk = first.open(FIRST)
        self.ended: list[Holder] = []
        monkeypatch.setattr(second.seating, "end_holder", self.end)

    def end(self, holder: Holder) -> None:
        self.ended.append(holder)
        self.give_way()

    def give_way(self) -> None:
        assert self.desk.leave()

    def looks_once(self) -> None:
        """What its interface does twice a second."""
        self.first.beat()
        if self.desk.requested():
            self.give_way()

    @property
    def patience(self) -> float:
        return self.service._store.ownership.patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self.service._store.ownership.patience = seconds


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    monkeypatch.setattr(take_over, "AGAIN", 0.01)
    clock = FakeClock()
    first = sitting(tmp_path, state="interview_running", clock=clock)
    with first as holding, closing_service(tmp_path, clock) as second:
        yield Elsewhere(holding, second, monkeypatch)


@contextmanager
def closing_service(folder: Path, clock: FakeClock) -> Iterator[Service]:
    service = new_service(folder, clock)
    try:
        yield service
    finally:
        assert service.close(10)


def flat(juror: Juror) -> str:
    """The screen as a reader joins it, without the box's lines."""
    return " ".join(juror.text().replace("│", " ").split())


async def until_said(juror: Juror, text: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Wait for a sentence; between two looks something happens elsewhere."""
    await until(juror, lambda: text in flat(juror), text, meanwhile)


async def until_open(juror: Juror, meanwhile: Callable[[], None] = lambda: None) -> None:
    await until(juror, lambda: juror.at(Step.INTERVIEW), "the passage", meanwhile)


async def until(
    juror: Juror, reached: Callable[[], bool], what: str, meanwhile: Callable[[], None]
) -> None:
    def look() -> bool:
        meanwhile()
        return reached()

    await juror.until(look, what)


async def test_a_holder_that_answers_gives_way_once_that_was_chosen(elsewhere: Elsewhere) -> None:
    elsewhere.desk.do(AddRemark("à l’autre"))
    async with at_work(elsewhere.service) as juror:
        await juror.press("enter")
        await until_said(juror, ASKED)
        assert "est ouvert dans un autre terminal" in flat(juror)
        await until_said(juror, ANSWERS, elsewhere.looks_once)
        assert "Reprendre ici : il cède le passage" in flat(juror)
        # The safe answer has the focus: Enter, pressed twice by somebody impatient, takes nothing.
        await juror.press("enter")
        await juror.at_home()
        elsewhere.looks_once()
        assert not elsewhere.desk.read_only
        await juror.press("enter")
        await until_said(juror, ANSWERS, elsewhere.looks_once)
        assert not elsewhere.desk.read_only, "nothing was asked of it yet"
        await juror.press("r")
        await until_open(juror, elsewhere.looks_once)
        assert juror.state.remarks[-1].text == "à l’autre"
    assert elsewhere.ended == []


async def test_a_silent_holder_is_ended_after_one_more_key(
    elsewhere: Elsewhere,
) -> None:
    elsewhere.patience = 0.05
    async with at_work(elsewhere.service, SIZES[0]) as juror:
        await juror.press("enter")
        await until_said(juror, SILENT)
        assert "Reprendre ici : il sera arrêté" in flat(juror)
        assert elsewhere.ended == [], "nobody chose anything yet"
        holder = elsewhere.service._store.ownership.holder(FIRST)
        await juror.press("r")
        await until_open(juror)
        assert not juror.desk.read_only
    assert elsewhere.ended == [holder]


async def test_who_chooses_before_the_answer_need_not_choose_again(elsewhere: Elsewhere) -> None:
    async with at_work(elsewhere.service) as juror:
        await juror.press("enter")
        await until_said(juror, f"{ASKED} S’il ne répond pas, « Reprendre ici » l’arrêtera.")
        elsewhere.patience = 0.05
        await juror.press("r")
        await until_open(juror)
    assert len(elsewhere.ended) == 1


async def test_who_chooses_before_the_answer_ends_nobody_that_answers(
    elsewhere: Elsewhere,
) -> None:
    async with at_work(elsewhere.service) as juror:
        await juror.press("enter")
        await until_said(juror, ASKED)
        await juror.press("r")
        await until_open(juror, elsewhere.looks_once)
    assert elsewhere.ended == []


async def test_what_is_said_follows_the_holder(elsewhere: Elsewhere) -> None:
    elsewhere.patience = 0.1
    async with at_work(elsewhere.service) as juror:
        await juror.press("enter")
        await until_said(juror, SILENT)
        await until_said(juror, ANSWERS, elsewhere.looks_once)
        await until_said(juror, SILENT)
        elsewhere.give_way()
        await until_said(juror, "L’autre terminal a laissé ce passage : il est libre.")
        await juror.press("r")
        await until_open(juror)
    assert elsewhere.ended == []


async def test_a_holder_that_answers_and_cannot_save_is_ended_only_when_confirmed(
    elsewhere: Elsewhere,
) -> None:
    async with at_work(elsewhere.service) as juror:
        for answer in ("n", "o"):
            await juror.press("enter")
            await until_said(juror, ANSWERS, elsewhere.first.beat)
            elsewhere.patience = 0.05
            await juror.press("r")
            await until_said(juror, NOT_GIVEN)
            assert elsewhere.desk.requested(), "it still may let go"
            assert elsewhere.ended == []
            elsewhere.patience = 20
            await juror.press(answer)
            if answer == "n":
                await juror.at_home()
                assert not elsewhere.desk.requested()
        await until_open(juror)
    assert len(elsewhere.ended) == 1


async def test_another_that_was_quicker_is_another_question(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    with closing_service(tmp_path, FakeClock()) as third:
        async with at_work(elsewhere.service) as juror:
            await juror.press("enter")
            await until_said(juror, ANSWERS, elsewhere.looks_once)
            elsewhere.give_way()
            quicker = third.open(FIRST)
            await juror.press("r")
            await until_said(juror, ANSWERS, third.beat)
            assert not quicker.requested()
            await juror.press("n")
            await juror.at_home()
        assert quicker.leave()
    assert elsewhere.ended == []


async def test_a_holder_that_nothing_names_is_not_asked(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    elsewhere.patience = 0.05
    (tmp_path / "passages" / FIRST / "verrou").write_bytes(b"")
    async with at_work(elsewhere.service) as juror:
        await juror.press("enter")
        await until_said(juror, "L’autre terminal ne peut pas être interrogé.")
        await juror.press("r")
        await until_said(juror, "L’autre terminal ne répond pas. Fermez-le sur place.")
    assert not elsewhere.desk.read_only
    assert elsewhere.ended == []


async def test_a_damaged_passage_that_is_taken_over_offers_its_previous_version(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    async with at_work(elsewhere.service) as juror:
        await juror.press("enter")
        await until_said(juror, ANSWERS, elsewhere.looks_once)
        elsewhere.desk.do(AddRemark("la dernière"))
        elsewhere.give_way()
        (tmp_path / "passages" / FIRST / "passage.json").write_bytes(b"{")
        await juror.press("r")
        await until_said(juror, "Reprendre la version précédente")
        await juror.press("r")
        await until_open(juror)


async def test_the_end_of_the_program_ends_the_question(elsewhere: Elsewhere) -> None:
    async with at_work(elsewhere.service) as juror:
        await juror.press("enter")
        await until_said(juror, ASKED)
        await juror.app.finish()
    elsewhere.looks_once()
    assert not elsewhere.desk.read_only

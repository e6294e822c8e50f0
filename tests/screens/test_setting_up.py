"""Setting up the séance during the day: a member who is replaced, and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.identity import Capacity, Commission, Juror
from e33tui.domain.note import NoteBand
from e33tui.domain.passage import Step
from e33tui.domain.replacement import hour
from e33tui.domain.sitting_commands import ReplaceMember, SetBands
from e33tui.service import Service
from tests.screens import support
from tests.screens.support import (
    EACH_SIZE,
    FIRST,
    SECOND,
    at_work,
    check_frame,
    new_service,
    refolded,
    sitting,
)
from tests.screens.test_forms import SMALLEST, entry, go_to, here
from tests.support.domain import FakeClock


async def rename(juror: support.Juror, name: str, text: str) -> None:
    """Type another name over a member's."""
    await go_to(juror, name)
    entry(juror, name).value = ""
    await juror.type(text)


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_a_member_is_replaced_from_an_hour_on(tmp_path: Path, size: tuple[int, int]) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        before = service.sitting.commission
        async with at_work(service, size) as juror:
            await juror.press("s")
            await rename(juror, "name2", "LE GOFF Yann")
            await juror.press("ctrl+n")
            assert here(juror) == "change2"
            assert "une autre, qui la remplace ?" in juror.text()
            check_frame(juror)
            await juror.press("space", "space", "tab")
            assert here(juror) == "since2"
            assert entry(juror, "since2").value == hour(service.now().wall)
            assert entry(juror, "function2").value == entry(juror, "company2").value == ""
            entry(juror, "since2").value = ""
            await juror.type("23h59")
            await juror.press("ctrl+n")
            assert here(juror) == "since2"
            assert "pas encore passée" in juror.text()
            entry(juror, "since2").value = "0h05"
            await juror.press("ctrl+n")
            await juror.at_home()
            assert "M. LE GOFF Yann remplace M. MARTIN Paul depuis 00:05" in juror.text()
            assert "Fonction et entreprise du membre 2 : à compléter" in juror.text()
            (left,) = service.sitting.replaced
            assert (left.member, left.place, hour(left.wall)) == (before.members[1], 1, "00:05")
            assert service.sitting.commission.members[1].name == "LE GOFF Yann"
            await juror.press("s")
            await go_to(juror, "name2")
            assert "Jusqu’à 00:05" in juror.text()
            assert "MARTIN Paul" in juror.text()
            await juror.press("ctrl+r")
            await juror.at_home()
            await juror.open(SECOND)
            assert juror.state.commission == service.sitting.commission
        assert refolded(service, FIRST).commission == before


async def test_a_corrected_name_is_no_replacement(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_work(service) as juror:
            await juror.press("s")
            await rename(juror, "name1", "DURANT Claire")
            await juror.press("tab", "space", "tab")
            assert here(juror) == "capacity2"
            await juror.press("ctrl+n")
            await juror.at_home()
        assert service.sitting.commission.members[0].name == "DURANT Claire"
        assert service.sitting.replaced == ()


async def test_nothing_is_asked_before_a_passage_has_begun(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("s")
            await rename(juror, "name2", "LE GOFF Yann")
            await go_to(juror, "capacity2")
            await juror.press("space", "ctrl+n")
            await juror.at_home()
        assert service.sitting.commission.members[1].capacity is Capacity.TEACHER
        assert service.sitting.replaced == ()


async def test_a_question_half_answered_is_there_again(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_work(service) as juror:
            await juror.press("s")
            await rename(juror, "name1", "PETIT Luc")
            await juror.press("tab", "left", "tab")
            entry(juror, "since1").value = "0h10"
            await juror.press("ctrl+r")
            await juror.at_home()
            await juror.press("s")
            assert entry(juror, "since1").value == "0h10"
            await juror.press("ctrl+n")
            await juror.at_home()
        assert [hour(each.wall) for each in service.sitting.replaced] == ["00:10"]


def sit_instead(service: Service, clock: FakeClock) -> Commission:
    """Have somebody else sit in the second place from now on."""
    comes = Juror("Mme", "ROY Anne", Capacity.TEACHER)
    return service.change(ReplaceMember(1, comes, clock.now().wall)).commission


async def test_who_signed_before_the_replacement_is_examined_by_those_who_sit_now(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="absent", clock=clock) as service:
        earlier = service.sitting.commission
        now = sit_instead(service, clock)
        async with at_work(service, SMALLEST) as juror:
            await juror.open(FIRST)
            assert "La commission a changé depuis" in juror.text()
            await juror.press("ctrl+x", "ctrl+n")
            await juror.until(lambda: juror.where == "gate", "the gate")
            assert juror.state.commission == now
            await juror.press("ctrl+r")
            await juror.press("ctrl+z", "ctrl+z")
            assert juror.state.commission == earlier
            await go_to(juror, "commission")
            assert "MARTIN Paul" in juror.text()
            check_frame(juror)
            await juror.press("space")
            assert "ROY Anne" in juror.text()
            await juror.press("ctrl+f")
            await juror.at_home()
        assert refolded(service, FIRST).commission == now


@pytest.mark.parametrize("state", ["gate_open", "complete"])
async def test_an_oral_that_began_keeps_its_commission_until_somebody_says_otherwise(
    tmp_path: Path, state: str
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state=state, clock=clock) as service:
        earlier = service.sitting.commission
        now = sit_instead(service, clock)
        async with at_work(service) as juror:
            await juror.open(FIRST)
            juror.app.ways.go_to(Step.IDENTIFICATION)
            await juror.until(lambda: juror.where == "identification", "identification")
            assert "celle de ce passage" in juror.text()
            assert "MARTIN Paul" in juror.text()
            await juror.press("ctrl+n")
            assert juror.state.commission == earlier
            juror.app.ways.go_to(Step.IDENTIFICATION)
            await juror.until(lambda: juror.where == "identification", "identification")
            await go_to(juror, "commission")
            await juror.press("space", "ctrl+n")
            assert juror.state.commission == now
            juror.app.ways.go_to(Step.IDENTIFICATION)
            await juror.until(lambda: juror.where == "identification", "identification")
            assert "Qui examine" not in juror.text()


async def test_a_locked_sheet_shows_who_signed_it(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        sit_instead(service, clock)
        async with at_work(service) as juror:
            await juror.open(FIRST)
            juror.app.ways.go_to(Step.IDENTIFICATION)
            await juror.until(lambda: juror.where == "identification", "identification")
            assert "MARTIN Paul" in juror.text()
            assert "Qui examine" not in juror.text()


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_a_new_séance_takes_another_as_its_model(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path / "hier") as model:
        model.change(SetBands((NoteBand(2, 16, 23),)))
    service = new_service(tmp_path / "demain", FakeClock())
    async with at_work(service, size) as juror:
        assert "^E" in juror.lines()[-1]
        check_frame(juror)
        await juror.press("ctrl+e")
        await juror.until(lambda: juror.asked, "the question")
        assert str(tmp_path / "hier") in entry(juror, "answer").value
        entry(juror, "answer").value = str(tmp_path / "nulle part")
        await juror.press("enter")
        await juror.until(lambda: "pas de séance" in juror.text(), "the refusal")
        entry(juror, "answer").value = str(tmp_path / "hier")
        await juror.press("enter")
        await juror.until(lambda: not juror.asked, "the form")
        await juror.until(lambda: "Repris de la séance du 22/06/2026" in juror.text(), "it is told")
        assert not service.sitting.is_set_up
        entry(juror, "date").value = "23/06/2026"
        await juror.press("ctrl+n")
        await juror.at_home()
        made = service.sitting
        assert (made.session, made.centre, made.date) == (
            model.sitting.session,
            model.sitting.centre,
            "2026-06-23",
        )
        assert (made.commission, made.bands) == (model.sitting.commission, model.sitting.bands)
        assert made.roster == ()
        await juror.press("s")
        assert "^E" not in juror.lines()[-1]
    assert service.close(10)


async def test_nobody_is_replaced_on_the_form_of_a_list_just_imported(tmp_path: Path) -> None:
    before = new_service(tmp_path, FakeClock())
    before.add_candidate("0123456", "LEFÈVRE", "Zoé")
    assert before.close(10)
    service = new_service(tmp_path, FakeClock())
    async with at_work(service) as juror:
        await juror.type("Lycée")
        for name in ("name1", "name2"):
            await go_to(juror, name)
            await juror.type("DURAND")
        await juror.press("ctrl+n")
        await juror.at_home()
    assert service.sitting.replaced == ()
    assert service.close(10)

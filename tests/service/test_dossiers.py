"""The dossier as it is issued: in the commission's folder alone, and never of an outdated version."""

from __future__ import annotations

import dataclasses
import json

import pytest

from e33tui.domain.commands import AddRemark, EndOtherwise, SetNote
from e33tui.domain.errors import DocumentError
from e33tui.domain.passage import Ending
from e33tui.domain.seal import fingerprint
from e33tui.domain.wording import RESERVED_DOCUMENT
from e33tui.persistence.issued import DOSSIER, VERSO
from e33tui.service import Service
from e33tui.service.purge import Purge
from e33tui.store import DocumentInTheWay, Store
from tests.service.recorded import ASSENTS
from tests.service.support import NUMBER, PATIENCE, Day, holding, print_as_data
from tests.support.domain import rubric


def pages(day: Day) -> list[str]:
    """What lies in the exports, by folder and name."""
    exports = day.folder / "exports"
    return sorted(str(path.relative_to(exports)) for path in exports.glob("*/*"))


def dossier_of(day: Day) -> str:
    return f"commission/dossier-{NUMBER}-{day.passage[:6]}.pdf"


def verso_of(day: Day) -> str:
    return f"communicable/verso-{NUMBER}-{day.passage[:6]}.pdf"


def test_a_locked_passage_gives_its_dossier_apart_from_what_is_communicable(day: Day) -> None:
    desk = day.locked()
    path = day.service.exports.dossier(day.passage)
    assert pages(day) == [dossier_of(day)]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    page = json.loads(path.read_bytes())
    assert page["reserved"] == RESERVED_DOCUMENT
    assert page["fingerprint"] == fingerprint(desk.state.versions[0].seal)
    day.service.exports.verso(day.passage)
    assert pages(day) == [dossier_of(day), verso_of(day)]


def test_it_is_on_the_list_with_its_own_kind_and_version(day: Day) -> None:
    day.locked()
    day.service.exports.verso(day.passage)
    day.service.exports.dossier(day.passage)
    listed = {(d.kind, d.passage, d.version) for d in day.service._store.issued.documents()}
    assert listed == {(VERSO, day.passage, 1), (DOSSIER, day.passage, 1)}


def test_a_dossier_is_not_taken_for_the_verso(day: Day) -> None:
    day.locked()
    day.service.exports.dossier(day.passage)
    assert day.service.exports.verso_path(day.passage) is None


def test_of_another_wording_of_the_grid_there_is_none(day: Day) -> None:
    # The levels are sealed, and what they stood for is the grid's: a centre may have edited it since.
    day.locked()
    edited = Service(
        Store.open(day.folder),
        dataclasses.replace(rubric(), digest="0" * 64),
        day.clock,
        print_as_data,
    )
    with pytest.raises(DocumentError, match="Relancez e33tui avec la grille de ce jour-là"):
        edited.exports.dossier(day.passage)
    assert edited.exports.verso(day.passage).is_file()
    assert edited.close(PATIENCE)
    assert pages(day) == [verso_of(day)]
    day.service.exports.dossier(day.passage)


def test_no_observation_reaches_the_printer(day: Day) -> None:
    desk = day.at("complete")
    day.play(desk, (AddRemark("observation Tourmaline"),))
    desk.lock().result(PATIENCE)
    day.service.exports.dossier(day.passage)
    assert holding(day.folder / "exports", "Tourmaline") == []


@pytest.mark.parametrize("state", ["gate_open", "complete"])
def test_a_passage_that_is_not_locked_gives_none(day: Day, state: str) -> None:
    assert day.at(state).leave()
    with pytest.raises(DocumentError, match="pas verrouillée"):
        day.service.exports.dossier(day.passage)
    assert pages(day) == []


@pytest.mark.parametrize("ending", [Ending.INTERRUPTED, Ending.EXCLUDED])
def test_what_was_cut_short_gives_a_dossier_though_it_has_no_verso(
    day: Day, ending: Ending
) -> None:
    desk = day.at("interview_running")
    desk.do(EndOtherwise(ending, "Alerte incendie"))
    desk.lock().result(PATIENCE)
    page = json.loads(day.service.exports.dossier(day.passage).read_bytes())
    assert page["verso"] is None
    assert page["grid"]["remarks"][0][0] == "Fin du passage"
    assert "Alerte" not in json.dumps(page)


def test_reopening_takes_both_documents_back_and_the_next_version_has_its_own(day: Day) -> None:
    day.locked()
    day.service.exports.verso(day.passage)
    first = day.service.exports.dossier(day.passage).read_bytes()
    letter = day.folder / "exports" / "commission" / "lettre.pdf"
    letter.write_bytes(b"une lettre")
    desk = day.open()
    desk.reopen("Harmonisation")
    assert desk.leave()
    assert pages(day) == ["commission/lettre.pdf"]
    day.play(desk := day.open(), (SetNote(20),))
    desk.lock().result(PATIENCE)
    assert pages(day) == ["commission/lettre.pdf"]
    second = day.service.exports.dossier(day.passage).read_bytes()
    assert second != first
    assert json.loads(second)["verso"]["note"] == "10"
    withdrawn = {d.version: d.withdrawn for d in day.service._store.issued.documents()}
    assert withdrawn == {1: True, 2: False}


def test_a_rectified_sheet_has_a_marked_dossier(day: Day) -> None:
    day.locked()
    day.service.exports.dossier(day.passage)
    day.service.close_sitting(ASSENTS)
    desk = day.open()
    desk.amend("Erreur de report", ("Mme DURAND Claire",))
    desk.lock().result(PATIENCE)
    assert pages(day) == []
    page = json.loads(day.service.exports.dossier(day.passage).read_bytes())
    assert page["amended"] == "Rectifié le 22/06/2026"


def test_a_file_that_is_not_ours_stays_unless_somebody_says_so(day: Day) -> None:
    day.locked()
    target = day.folder / "exports" / dossier_of(day)
    target.parent.mkdir(parents=True)
    target.write_bytes(b"somebody's")
    with pytest.raises(DocumentInTheWay):
        day.service.exports.dossier(day.passage)
    assert target.read_bytes() == b"somebody's"
    assert day.service.exports.dossier(day.passage, replace=True) == target


def test_the_purge_reaches_it(day: Day) -> None:
    desk = day.locked()
    path = day.service.exports.dossier(day.passage)
    assert desk.leave()
    day.end()
    purge = Purge(day.folder)
    assert path in [item.path for item in purge.holdings.items]
    assert purge.carry_out(day.clock.now().wall).complete
    assert not path.exists()
    assert not path.parent.exists()


def test_many_are_made_one_file_each_and_one_that_fails_keeps_no_other_from_it(day: Day) -> None:
    day.locked()
    other = day.service.add_candidate("2", "SECOND", "Candidat")
    made = list(day.service.exports.dossiers_each([other, day.passage]))
    assert [each.passage for each in made] == [other, day.passage]
    assert made[0].path is None
    assert made[0].error is not None
    assert made[1].path == day.folder / "exports" / dossier_of(day)
    assert pages(day) == [dossier_of(day)]

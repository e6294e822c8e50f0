"""The demonstration shows what a day has, and no document of it may pass for an exam's."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.documents.card import Card
from e33tui.documents.kinds import KINDS
from e33tui.domain.commands import RecordIncident
from e33tui.domain.demonstration import NOTICE, of_demonstration
from e33tui.domain.identity import NO_EXTRA_TIME
from e33tui.domain.note import band_remarks
from e33tui.domain.sitting import load
from e33tui.domain.sitting_commands import SetUp
from e33tui.service import marks
from e33tui.service.sheets import LISTS, REPORTS
from e33tui.store import Store
from tests.documents.filled import filled, texts
from tests.service.recorded import ASSENTS
from tests.service.support import PATIENCE, Day
from tests.support.domain import commission, rubric

AFTER_THE_CLOSING = tuple(marks.SUFFIXES)


@pytest.mark.parametrize("demonstration", [True, False])
def test_every_document_of_a_demonstration_says_so(day: Day, demonstration: bool) -> None:
    settings = SetUp("2026", "Lycée Jean-Moulin", "2026-06-22", commission(), demonstration)
    day.service.change(settings)
    desk = day.at("gate_none")
    desk.do(RecordIncident("Panne"))
    desk.lock().result(PATIENCE)
    assert desk.leave()
    exports, passage = day.service.exports, day.passage
    made = [exports.page(passage)]
    found = [made[0].read_text("utf-8")]
    made += [exports.verso(passage), exports.dossier(passage)]
    made += [each.path for each in exports.versos_each([passage]) if each.path]
    made += [exports.versos_together([passage]).path]
    made += [exports.report(kind, passage) for kind in REPORTS]
    made += [exports.candidate_list(kind) for kind in LISTS if kind not in AFTER_THE_CLOSING]
    day.service.close_sitting(ASSENTS)
    made += [exports.candidate_list(kind) for kind in AFTER_THE_CLOSING]
    found += [path.read_text("utf-8-sig") for path in made[1:]]
    assert len(found) == 5 + len(REPORTS) + len(LISTS)
    assert [NOTICE in text for text in found] == [demonstration] * len(found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_place_for_it(kind: str) -> None:
    content = filled(kind, "texte", full=True)
    marked = of_demonstration(content)
    assert any(NOTICE in text for text in texts(marked)) is not isinstance(content, Card)
    assert len(texts(marked)) == len(texts(content))


def test_the_demonstration_shows_what_a_day_has(demo: Path) -> None:
    sitting = load(Store.open(demo, read_only=True).sitting.lines())
    hours = [entry.convocation for entry in sitting.roster]
    assert len(set(hours)) == len(hours) > 5
    assert [entry.accommodation != NO_EXTRA_TIME for entry in sitting.roster].count(True) == 1
    assert {band.level for band in sitting.bands} == {1, 2, 3, 4}
    assert band_remarks(sitting.bands, rubric()) == ()

"""No document of the demonstration may pass for an exam's, whichever it is."""

from __future__ import annotations

import pytest

from e33tui.documents.card import Card
from e33tui.documents.kinds import KINDS
from e33tui.domain.commands import RecordIncident
from e33tui.domain.demonstration import NOTICE, of_demonstration
from e33tui.domain.sitting_commands import SetUp
from e33tui.service import marks
from e33tui.service.sheets import LISTS, REPORTS
from tests.documents.filled import filled, texts
from tests.service.recorded import ASSENTS
from tests.service.support import PATIENCE, Day
from tests.support.domain import commission

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

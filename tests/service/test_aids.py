"""What helps through an oral, as the séance has it: the aids of its own grid."""

from __future__ import annotations

from e33tui.rubric import shipped
from tests.service.support import Day


def test_the_aids_are_those_of_the_grid_in_use(day: Day) -> None:
    service = day.service
    first = service.aids
    assert service.aids is first
    assert first.prompts.on("e33", "c1")
    service._current.rubric = shipped("bloc3")
    assert service.aids.prompts.on("bloc3", "c311")
    assert not service.aids.prompts.on("e33", "c1")

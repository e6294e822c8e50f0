"""The rubric of a practice séance: E33's in all but its clock and its use."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from e33tui.aids import Aids
from e33tui.domain.errors import StoreError
from e33tui.domain.sitting import Sitting
from e33tui.domain.wording import head_named, proposed_session
from e33tui.rubric import PRACTICE, SHIPPED, load, shipped
from e33tui.service import grids

E33 = load()
SHORT = shipped(PRACTICE)


def test_it_is_the_form_in_a_few_minutes_and_a_training() -> None:
    differ = {
        each.name for each in fields(E33) if getattr(E33, each.name) != getattr(SHORT, each.name)
    }
    assert differ == {"id", "use", "coefficient", "parts", "digest"}
    assert (SHORT.id, SHORT.use, SHORT.coefficient) == (PRACTICE, "training", None)
    assert [part.seconds for part in SHORT.parts] == [120, 180]
    for short, form in zip(SHORT.parts, E33.parts, strict=True):
        assert replace(short, seconds=form.seconds, heading=form.heading) == form
        assert f"{short.seconds // 60}\u00a0minutes" in short.heading


def test_it_names_who_heads_the_place_as_on_the_day() -> None:
    assert head_named(SHORT, "prévenez le chef de centre") == "prévenez le chef de centre"
    assert head_named(shipped("bloc3"), "le chef de centre") == "le chef d’établissement"


def test_its_session_is_a_year_and_a_school_s_own_training_s_is_a_school_year() -> None:
    for date, years in (("2026-07-31", "2025-2026"), ("2026-08-01", "2026-2027")):
        assert proposed_session(shipped("bloc3"), date) == years
        assert proposed_session(E33, date) == proposed_session(SHORT, date) == "2026"


def test_what_helps_with_the_criteria_of_e33_helps_in_practice() -> None:
    form, practice = Aids(E33), Aids(SHORT)
    for criterion in E33.criteria:
        asked = practice.prompts.on(PRACTICE, criterion.id)
        assert asked == form.prompts.on("e33", criterion.id)
        assert asked
        assert practice.panel(criterion.id) == form.panel(criterion.id)


def test_no_other_séance_can_have_it() -> None:
    """Only a practice séance may change the durations (rule 4)."""
    assert PRACTICE not in SHIPPED
    assert PRACTICE not in {each.id for each in grids.offered(E33)}
    séance = Sitting(rubric=PRACTICE)
    with pytest.raises(StoreError, match="n’est pas fournie"):
        grids.grid_of(séance, E33, Path("seance.json"))
    assert grids.grid_of(replace(séance, demonstration=True), E33, Path("seance.json")) == SHORT

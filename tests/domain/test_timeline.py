"""The observations of a passage in the order of time, and each way to choose among them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from e33tui.domain.commands import (
    AddRemark,
    AdjustClock,
    DeleteRemark,
    EditRemark,
    EndPart,
    StartPart,
)
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.timeline import EVERYTHING, Choice, offers, timeline
from tests.support.domain import FakeClock, journal_at, play, remark_numbers

P, E = PartId.PRESENTATION, PartId.INTERVIEW


def passage() -> Passage:
    clock = FakeClock()
    journal = journal_at("gate_open", clock)
    journal = play(journal, clock, AddRemark("avant l’heure"), StartPart(P))
    journal = play(journal, clock, AddRemark("Panier moyen cité", Mark.PLUS, "c8"), by="j1")
    journal = play(journal, clock, AddRemark("coût ?", Mark.QUESTION, "c3"), by="j2")
    journal = play(journal, clock, AdjustClock(P, -25_000))
    journal = play(journal, clock, AddRemark("pas de délai", Mark.MINUS, "c3"), by="j1")
    journal = play(journal, clock, EndPart(P, confirmed=True), StartPart(E))
    return play(journal, clock, AddRemark("délai donné", Mark.PLUS, "c3"), by="j2").state


def texts(choice: Choice = EVERYTHING) -> list[str]:
    return [remark.text for remark in timeline(passage(), choice)]


EACH = ["avant l’heure", "Panier moyen cité", "coût ?", "pas de délai", "délai donné"]


def test_they_stand_in_the_order_they_were_made_in_across_both_temps() -> None:
    """Also where a corrected clock makes the elapsed time go back."""
    assert texts() == EACH
    elapsed = [remark.elapsed for remark in timeline(passage(), Choice(part=P))]
    assert elapsed != sorted(elapsed)
    mixed = replace(passage(), remarks=tuple(reversed(passage().remarks)))
    assert [remark.text for remark in timeline(mixed)] == EACH


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(criterion="c3"), ["coût ?", "pas de délai", "délai donné"]),
        (Choice(criterion=None), ["avant l’heure"]),
        (Choice(criterion="c10"), []),
        (Choice(mark=Mark.PLUS), ["Panier moyen cité", "délai donné"]),
        (Choice(mark=Mark.NEUTRAL), ["avant l’heure"]),
        (Choice(author="j2"), ["coût ?", "délai donné"]),
        (Choice(author=""), ["avant l’heure"]),
        (Choice(part=E), ["délai donné"]),
        (Choice(typed="DELAI"), ["pas de délai", "délai donné"]),
        (Choice(typed="moy pan"), ["Panier moyen cité"]),
        (Choice(typed="anier"), []),
        (Choice(typed="  "), EACH),
        (Choice("c3", Mark.PLUS, "j2", E, "dél"), ["délai donné"]),
        (Choice("c3", Mark.PLUS, "j2", P, "dél"), []),
    ],
)
def test_each_choice_leaves_what_it_says(choice: Choice, found: list[str]) -> None:
    assert texts(choice) == found


def test_only_what_some_observation_has_is_offered() -> None:
    found = offers(passage())
    assert found.criteria == ("c3", "c8", None)
    assert found.marks == (Mark.NEUTRAL, Mark.PLUS, Mark.MINUS, Mark.QUESTION)
    assert found.authors == ("", "j1", "j2")
    assert found.parts == (P, E)
    assert offers(journal_at("gate_open").state).marks == ()


def test_what_is_edited_keeps_its_place_and_what_is_deleted_is_gone() -> None:
    clock = FakeClock()
    journal = journal_at("interview_running", clock)
    journal = play(journal, clock, AddRemark("un", Mark.NEUTRAL, "c1"), AddRemark("deux"))
    first = remark_numbers(journal)[0]
    moved = play(journal, clock, EditRemark(first, "un, revu", Mark.PLUS, "c9"))
    ids = [remark.id for remark in timeline(journal.state)]
    assert [remark.id for remark in timeline(moved.state)] == ids
    assert [r.id for r in timeline(moved.state, Choice(criterion="c9"))] == [first]
    gone = play(moved, clock, DeleteRemark(first))
    assert [remark.id for remark in timeline(gone.state)] == ids[1:]
    back, _ = gone.undo(clock.now())
    assert [remark.id for remark in timeline(back.state)] == ids

"""The clôture in the séance's own journal."""

from __future__ import annotations

from functools import reduce

import pytest

from e33tui.domain.clock import Instant
from e33tui.domain.closing import Assent, Closing
from e33tui.domain.errors import RuleError
from e33tui.domain.identity import Commission
from e33tui.domain.note import NoteBand
from e33tui.domain.sitting import Sitting, apply, load, to_data
from e33tui.domain.sitting_commands import (
    AddCandidate,
    BeginClosing,
    CloseSitting,
    EditCandidate,
    RemoveCandidate,
    SetBands,
    SetRetention,
    SetUp,
    SittingCommand,
)
from tests.support.domain import candidate, commission

AT = Instant("boot", 1, 2)
SET_UP = SetUp("2026", "Lycée Jean-Moulin", "22/06/2026", commission())
DAY: tuple[SittingCommand, ...] = (SET_UP, AddCandidate("p1", candidate("001")))
ASSENTS = (Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul", absent=True))
BEGIN = BeginClosing(ASSENTS, ("p1",))
CLOSE = CloseSitting(1_782_115_200_000)


def sitting(*commands: SittingCommand) -> Sitting:
    return reduce(apply, (*DAY, *commands), Sitting())


def test_a_seance_is_begun_to_be_closed_and_then_closed() -> None:
    assert sitting().closing is None
    begun, closed = sitting(BEGIN), sitting(BEGIN, CLOSE)
    assert (begun.closing, begun.closed) == (Closing(ASSENTS), False)
    assert (closed.closed, closed.closed_at) == (True, CLOSE.wall)
    assert closed.closing == Closing(ASSENTS, CLOSE.wall)


CHANGES = (
    AddCandidate("p2", candidate("002")),
    EditCandidate("p1", candidate("003")),
    RemoveCandidate("p1"),
    SetBands((NoteBand(2, 16, 23),)),
    SetUp("2027", "Lycée Jean-Moulin", "22/06/2026", commission()),
    SetUp("2026", "Lycée Jean-Moulin", "22/06/2026", Commission((commission().members[0],) * 2)),
)


@pytest.mark.parametrize("command", CHANGES)
@pytest.mark.parametrize(
    ("done", "told"), [((BEGIN,), "Achevez-la"), ((BEGIN, CLOSE), "La séance est close")]
)
def test_from_its_beginning_on_nothing_of_roster_or_settings_changes(
    command: SittingCommand, done: tuple[SittingCommand, ...], told: str
) -> None:
    apply(sitting(), command)
    with pytest.raises(RuleError, match=told) as refused:
        apply(sitting(*done), command)
    assert refused.value.rule == "R10"


def test_the_same_settings_again_and_a_retention_date_are_taken() -> None:
    closed = sitting(BEGIN, CLOSE)
    assert apply(closed, SET_UP) == closed
    assert apply(closed, SetRetention("22/06/2027")).keep_until == "2027-06-22"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (BeginClosing(ASSENTS, ()), "vient de changer"),
        (BeginClosing(ASSENTS, ("p1", "p2")), "vient de changer"),
        (BeginClosing((), ("p1",)), "Au moins"),
        (BeginClosing((Assent("M. X", absent=True),), ("p1",)), "Au moins"),
        (CLOSE, "pas commencée"),
    ],
)
def test_what_is_no_cloture_is_refused(command: SittingCommand, told: str) -> None:
    with pytest.raises(RuleError, match=told):
        apply(sitting(), command)


def test_a_seance_without_candidates_has_nothing_to_close() -> None:
    with pytest.raises(RuleError, match="aucun candidat"):
        apply(sitting(RemoveCandidate("p1")), BeginClosing(ASSENTS, ()))


def test_it_is_begun_and_ended_once() -> None:
    with pytest.raises(RuleError, match="Achevez-la"):
        sitting(BEGIN, BEGIN)
    with pytest.raises(RuleError, match="La séance est close"):
        sitting(BEGIN, CLOSE, CLOSE)


def test_its_lines_stand_in_the_file_as_they_always_will() -> None:
    lines = [to_data(command, AT) for command in (*DAY, BEGIN, CLOSE)]
    assert [{k: v for k, v in line.items() if k != "at"} for line in lines[2:]] == [
        {
            "do": "begin-closing",
            "assents": [
                {"member": "Mme DURAND Claire"},
                {"member": "M. MARTIN Paul", "absent": True},
            ],
            "passages": ["p1"],
        },
        {"do": "close", "wall": CLOSE.wall},
    ]
    assert load(lines) == sitting(BEGIN, CLOSE)


def test_what_is_on_record_after_a_cloture_is_not_judged_again() -> None:
    late = (BEGIN, CLOSE, AddCandidate("p2", candidate("002")))
    lines = [to_data(command, AT) for command in (*DAY, *late)]
    assert [entry.passage for entry in load(lines).roster] == ["p1", "p2"]
    other = BeginClosing((Assent("M. X", absent=True),), ("p9",))
    lines = [to_data(command, AT) for command in (*DAY, other)]
    assert load(lines).closing == Closing(other.assents)


def test_a_line_that_ends_what_never_began_is_damage() -> None:
    with pytest.raises(ValueError, match=r"^line 3: "):
        load([to_data(command, AT) for command in (*DAY, CLOSE)])

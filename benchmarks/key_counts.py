"""How many keys a passage takes from the list to its end, replayed and read back from the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.figures import Figure
from benchmarks.replay import YES, Elapse, Key, Observed, Replay, Token, Typed, action
from benchmarks.scene import ENTER, Day, Scene
from benchmarks.terminal import NotMeasured
from e33tui import rubric
from e33tui.domain.commands import EndPart, PlaceLevel
from e33tui.domain.journal import Journal
from e33tui.domain.note import parse
from e33tui.domain.passage import Comment, Passage
from e33tui.domain.remark import PartId
from e33tui.service import Service
from e33tui.service.day import read_journal
from e33tui.store import Store
from e33tui.system_clock import SystemClock

GRID: Final = rubric.load()
CRITERIA: Final = tuple(criterion.id for criterion in GRID.criteria)
LEVELS: Final = dict(zip(CRITERIA, (3, 2, 3, 4, 3, 2, 3, 4, 3, 3), strict=True))
NOTE: Final = "13,5"
TEXTS: Final = {
    "traiter": "Sources variées et datées ; l’action répond à un besoin du magasin.",
    "contribuer": "",
    "evaluer": "Deux indicateurs pertinents, améliorations à approfondir.",
    "communiquer": "Exposé structuré, vocabulaire précis, écoute réelle.",
    "appraisal": "Une action bien choisie et réellement menée, défendue avec méthode.",
}
"""What is typed; nothing where *rien à signaler* is declared by its key."""
SEEN: Final = "enquête clients croisée avec le fichier caisse"
HEARD: Final = "coût de l’action chiffré après relance"
ABOUT: Final = {criterion: f"remarque au sujet du critère {criterion}" for criterion in CRITERIA}
"""An observation on every criterion."""
FIRST_HALF: Final = CRITERIA[: len(CRITERIA) // 2]
LATER_HALF: Final = CRITERIA[len(FIRST_HALF) :]

Facts = dict[str, bool]
"""What must be so, and whether it is."""
Compared = Callable[[Passage, Journal], Facts]
"""Compares what the disk holds with what was entered."""


@dataclass(frozen=True)
class Way:
    """One way through a passage.

    Attributes:
        name: the figure's name.
        limit: the most keys it may take.
        script: what is pressed once the passage is open.
        facts: compares what the disk holds with what was entered.
        verso: whether a document comes at its end.
    """

    name: str
    limit: float
    script: Sequence[Token]
    facts: Compared
    verso: bool = True


def measure(place: Scene) -> list[Figure]:
    """Replay every way on a day of its own."""
    day = Day.begin(place.folder.with_name("beginning"))
    return [Figure(way.name, _count(day, way), "count", way.limit) for way in WAYS]


def _count(day: Day, way: Way) -> float:
    """Return the keys of one way, once the disk holds what it was to bring there."""
    with Replay(day) as replay:
        replay.open()
        replay.play(way.script)
        confirm(replay, way.name, way.facts, verso=way.verso)
        return float(replay.count)


def confirm(replay: Replay, name: str, compared: Compared, *, verso: bool = True) -> None:
    """Wait until the disk holds what was entered.

    Raises:
        NotMeasured: it holds something else.
    """

    def faults() -> list[str]:
        return _faults(replay.folder, compared, verso=verso)

    try:
        replay.until(lambda: not faults(), "the record is another")
    except NotMeasured as error:
        raise NotMeasured(f"{name}, not as entered: {', '.join(faults())}\n{error}") from None


def _faults(folder: Path, compared: Compared, *, verso: bool) -> list[str]:
    """Return what the disk does not hold as it was entered."""
    store = Store.open(folder, read_only=True)
    service = Service(store, GRID, SystemClock())
    try:
        (row, *others) = service.rows()
        if row.passage is None:
            return ["no record"]
        expected = compared(row.passage, read_journal(store, GRID, row.entry.passage)[0])
        expected["the others' passages"] = all(other.passage is None for other in others)
        expected["the verso"] = verso is any(folder.glob("exports/communicable/*.pdf"))
        return [fact for fact, holds in expected.items() if not holds]
    finally:
        service.close()


# What the record must say

Remarks = tuple[tuple[PartId, str, str], ...]
"""The *temps*, criterion and text of each observation."""


def _written(state: Passage, remarks: Remarks) -> Facts:
    """A passage heard to its end, all of it written."""
    return {
        "locked": state.locked and state.ending is None and len(state.versions) == 1,
        "levels": dict(state.levels) == LEVELS,
        "note": state.note == parse(NOTE, GRID.note),
        "texts": dict(state.comments) == {name: _comment(text) for name, text in TEXTS.items()},
        "observations": tuple((r.part, r.criterion, r.text) for r in state.remarks) == remarks,
    }


def _comment(text: str) -> Comment:
    return Comment(text, nothing=not text)


def _after(state: Passage, _: Journal) -> Facts:
    first = CRITERIA[0]
    return _written(state, ((PartId.PRESENTATION, first, SEEN), (PartId.INTERVIEW, first, HEARD)))


def _live(state: Passage, record: Journal) -> Facts:
    remarks = [(PartId.PRESENTATION, each, ABOUT[each]) for each in FIRST_HALF]
    remarks += [(PartId.INTERVIEW, each, ABOUT[each]) for each in LATER_HALF]
    done = [line.command for line in record.lines]
    ended = max(place for place, each in enumerate(done) if isinstance(each, EndPart))
    placed = [place for place, each in enumerate(done) if isinstance(each, PlaceLevel)]
    return {
        **_written(state, tuple(remarks)),
        "levels placed during the oral": bool(placed) and max(placed) < ended,
    }


def _not_examined(state: Passage, _: Journal) -> Facts:
    return {"locked": state.locked, "not examined": state.not_examined, "zero": state.note == 0}


def _absent(state: Passage, _: Journal) -> Facts:
    return {"absent": state.absent, "no note": state.note is None}


# What is pressed once the passage is open

NEXT: Final = action("next")
ENDS: Final = action("next", may_ask=True)
A_MINUTE: Final = Elapse(1.2)
"""On the replay's fast clock: the least that a *temps* lasts."""

BEGINNING: Final = (NEXT, NEXT, NEXT)
"""Identity checked, the presentation is there, the 1er temps starts."""
BETWEEN: Final = (A_MINUTE, ENDS, NEXT)
"""The 1er temps ends, the 2nd starts."""
OUT: Final = (A_MINUTE, ENDS, NEXT)
"""The 2nd temps ends early, the candidate leaves."""
LEVEL_KEYS: Final = tuple(Key(str(level)) for level in LEVELS.values())
NOTE_TYPED: Final = (Typed(NOTE), Key(ENTER))


def _writing() -> tuple[Token, ...]:
    """The five texts, each typed or declared, and on to the lock."""
    tokens: list[Token] = []
    for text in TEXTS.values():
        # « Rien à signaler » goes on to the next text by itself.
        tokens += [Typed(text), action("next_text")] if text else [action("nothing")]
    return (*tokens[:-1], NEXT, NEXT)


def _observing(criteria: Sequence[str]) -> tuple[Token, ...]:
    """An observation and a level on each criterion, one after the other.

    A letter typed while the levels have the focus goes back to the observation and begins it: it
    does both, so it is counted.
    """
    tokens: list[Token] = []
    for criterion in criteria:
        text = ABOUT[criterion]
        tokens += [Key(text[0]), Observed(text[1:])] if tokens else [Observed(text)]
        tokens += [action("levels"), Key(str(LEVELS[criterion]))]
    return tuple(tokens)


WAYS: Final = (
    Way(
        "keys_passage",
        30,
        (
            *(*BEGINNING, Observed(SEEN), *BETWEEN, Observed(HEARD), *OUT),
            *(*LEVEL_KEYS, *NOTE_TYPED, *_writing()),
        ),
        _after,
    ),
    Way(
        "keys_passage_live",
        45,
        (
            *(*BEGINNING, *_observing(FIRST_HALF), *BETWEEN, *_observing(LATER_HALF), *OUT),
            *(*NOTE_TYPED, *_writing()),
        ),
        _live,
    ),
    Way(
        "keys_not_examined",
        8,
        (NEXT, Key("3"), NEXT, Key(YES), Key(YES), NEXT),
        _not_examined,
    ),
    Way("keys_absent", 3, (action("absent"),), _absent, verso=False),
)

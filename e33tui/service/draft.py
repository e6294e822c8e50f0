"""What is being typed and where, kept beside a passage's record and never in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from e33tui.domain.clock import Instant, between
from e33tui.domain.codec import decode, encode
from e33tui.domain.commands import (
    AddRemark,
    AdjustClock,
    Command,
    EditRemark,
    SetNote,
    StateCandidate,
    StateMember,
    WriteText,
)
from e33tui.domain.errors import StoreError
from e33tui.domain.journal import Line
from e33tui.domain.text import visible
from e33tui.service.watch import Gap
from e33tui.store import DamagedFile, Held, NewerFormat, Row, Store

REMARK = "remark"
NOTE = "note"
TEXT = "text:"
"""The draft of an observation, of the note, and what begins that of a text, such as ``text:c1``.

The last one also begins a place of the texts' screen that another screen leads to.
"""
FRAUD = "fraud:"
"""Begins the draft of a statement of the procès-verbal: a member's name follows, or nothing."""
_AROUND = " +-−?"
"""What may stand around an observation as it is typed: the sign of its mark."""
GRID = "grid:"
"""Begins a place of the grid that another screen leads to, such as ``grid:c3``."""


NOWHERE = ("", "")


@dataclass
class Draft:
    """The draft of one passage.

    Attributes:
        seen: the last moment this passage was known to be at work.
        texts: field id to the text being typed.
        place: the criterion or text that had the focus.
        stand: the step of the walk that was shown and what had the focus on it, such as
            ``("profile", "c3")``; empty once the passage was left on purpose.
        gaps: the silences that nobody has answered for yet, oldest first: whatever ends the program
            or takes the passage over, they are asked about at the next opening.
        changed: whether it is not on its way to the disk yet.
    """

    seen: Instant | None = None
    texts: dict[str, str] = field(default_factory=dict)
    place: str = ""
    stand: tuple[str, str] = NOWHERE
    gaps: tuple[Gap, ...] = ()
    changed: bool = False

    def put(self, field_id: str, text: str | None, place: str) -> None:
        """Keep a text still being typed; ``None`` once it is committed or given up."""
        if self.texts.get(field_id) == text and place in ("", self.place):
            return
        if text is None:
            self.texts.pop(field_id, None)
        else:
            self.texts[field_id] = text
        self.place = place or self.place
        self.changed = True

    def move(self, place: str) -> None:
        """Keep which criterion or text has the focus."""
        if place != self.place:
            self.place = place
            self.changed = True

    def stand_at(self, step: str, focus: str) -> None:
        """Keep which step of the walk is shown, and what has the focus on it."""
        if self.stand != (step, focus):
            self.stand = step, focus
            self.changed = True

    def note(self, gap: Gap | None, now: Instant) -> None:
        """Keep a silence, if there was one, until it is answered for; what is seen begins now."""
        self.seen = now
        if gap is not None:
            self.gaps = (*self.gaps, gap)
            self.changed = True

    def answered(self, gap: Gap) -> None:
        """Drop a silence that was answered for."""
        self.gaps = tuple(each for each in self.gaps if each is not gap)
        self.changed = True

    def forget(self, gone: Collection[str], erased: Iterable[int]) -> None:
        """Drop what holds a text that was taken out of the record.

        Args:
            gone: such texts, each of an observation.
            erased: the observations that have no text any more; what one was to become goes too.
        """
        bare = {text.strip(_AROUND) for text in gone}
        corrections = {f"{REMARK}:{number}" for number in erased}
        self.texts = {
            name: text
            for name, text in self.texts.items()
            if name not in corrections and text.strip(_AROUND) not in bare
        }

    def drop_committed(self, lines: Iterable[Line]) -> None:
        """Drop what was committed from its field once the draft had been saved for the last time.

        The record goes to the disk before the draft: cut short between the two, an observation
        would be entered twice, and a text would come back without its last words.
        """
        if self.seen is None:
            return
        for line in lines:
            name, text = _entered(line.command)
            since = between(self.seen, line.at)
            # Within one moment only the same text is known to be the one committed.
            same = self.texts.get(name, "").strip(_AROUND) == text.strip(_AROUND)
            if since > 0 or (since == 0 and same):
                self.texts.pop(name, None)
            if since >= 0 and isinstance(line.command, EditRemark):
                self._drop_edited(line.command)
            if since >= 0 and isinstance(line.command, AdjustClock):
                self._drop_adjusted(line.command)

    def _drop_edited(self, command: EditRemark) -> None:
        """Drop what an observation was changed from, and the answer that a question ends with now."""
        self.texts.pop(f"{REMARK}:{command.remark}", None)
        typed = self.texts.get(REMARK, "").strip(_AROUND)
        if typed and f" – {typed}" in command.text:
            del self.texts[REMARK]

    def _drop_adjusted(self, command: AdjustClock) -> None:
        """Drop the silence that a correction took off the clock: it was the answer."""
        for gap in self.gaps:
            if (gap.part, -gap.milliseconds) == (command.part, command.delta):
                return self.answered(gap)
        return None

    def to_save(self, now: Instant, *, watched: bool) -> dict[str, Any]:
        """Return what goes into the file; empty, which removes it, when nothing would be missed.

        Args:
            now: the present moment, as a sign of life.
            watched: whether a clock runs, so that the sign of life matters.
        """
        self.changed = False
        self.seen = now
        told = self.texts or self.place or self.gaps or self.stand != NOWHERE
        if not told and not watched:
            return {}
        return self.data(now)

    def data(self, seen: Instant) -> dict[str, Any]:
        """Return all of it as a file holds it."""
        data = {
            "seen": encode(seen),
            "texts": dict(self.texts),
            "place": self.place,
            "stand": list(self.stand),
        }
        return data | {"gaps": encode(self.gaps)} if self.gaps else data


def _entered(command: Command) -> tuple[str, str]:
    """Return the field that a command came from, and what it says; nothing for any other."""
    match command:
        case AddRemark(text):
            return REMARK, text
        case WriteText(text_id, text):
            return f"{TEXT}{text_id}", text
        case StateMember(member, text):
            return f"{FRAUD}{member}", text
        case StateCandidate(text):
            return FRAUD, text
        case SetNote():
            return NOTE, ""
    return "", ""


def take_draft(store: Store, held: Held) -> Draft:
    """Return the draft that lies beside a passage just taken.

    One that cannot be understood keeps nobody from working: it is set aside, and that is told.

    Raises:
        NewerFormat: a later version of the program wrote it; nothing of it may be lost here.
    """
    try:
        return _draft_of(store.passages.draft(held.id))
    except NewerFormat:
        raise
    except DamagedFile as error:
        store.passages.give_up_draft(held, error)
    except StoreError as error:
        store.tell(error.message)
    except (ValueError, TypeError, AttributeError):
        store.passages.give_up_draft(held)
    return Draft()


def read_draft(store: Store, passage_id: str) -> Draft:
    """Return the draft on the disk; one that cannot be read is no reason not to work."""
    try:
        return _draft_of(store.passages.draft(passage_id))
    except (StoreError, ValueError, TypeError, AttributeError):
        return Draft()


def _draft_of(data: Row) -> Draft:
    """Return the draft that a file's content stands for.

    Raises:
        ValueError, TypeError, AttributeError: it is none, or holds what no field takes.
    """
    seen = decode(Instant, data["seen"]) if data.get("seen") else None
    texts = {name: _as_typed(text) for name, text in data.get("texts", {}).items()}
    step, focus = data.get("stand", NOWHERE)
    stand = _as_typed(step), _as_typed(focus)
    gaps = tuple(decode(Gap, gap) for gap in data.get("gaps", ()))
    return Draft(seen, texts, _as_typed(data.get("place", "")), stand, gaps)


def _as_typed(text: object) -> str:
    if not isinstance(text, str) or visible(text, multiline=True) != text:
        raise ValueError("no field lets such a text be typed or pasted")
    return text


def cut_short(store: Store, passages: Iterable[str]) -> tuple[str, ...]:
    """Return the passages that nobody left on purpose, the last one at work first.

    One that another terminal is at work on is among them.
    """
    drafts = [(passage, read_draft(store, passage)) for passage in passages]
    cut = [(draft.seen.wall, passage) for passage, draft in drafts if draft.seen and draft.stand[0]]
    return tuple(passage for _, passage in sorted(cut, reverse=True))

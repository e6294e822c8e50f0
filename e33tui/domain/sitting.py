"""The séance: one commission, one day, one folder; its settings and its roster.

Like a passage it is the fold of a journal of commands, kept in the séance's own file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from e33tui.domain import closing as closings
from e33tui.domain import lines as lines_in_files
from e33tui.domain import roster
from e33tui.domain.clock import Instant
from e33tui.domain.closing import Closing
from e33tui.domain.codec import decode, encode
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.frozen import dataclass
from e33tui.domain.identity import (
    NO_COMMISSION,
    Commission,
    Identification,
    check_commission,
    french_date,
    parse_date,
)
from e33tui.domain.lines import Stamp
from e33tui.domain.note import NoteBand, check_band
from e33tui.domain.replacement import Replacement, corrected, hour, last_at
from e33tui.domain.roster import Entry
from e33tui.domain.sitting_commands import (
    AddCandidate,
    BeginClosing,
    CloseSitting,
    EditCandidate,
    HandOver,
    ImportCandidates,
    MoveCandidate,
    RemoveCandidate,
    ReplaceMember,
    SetBands,
    SetRetention,
    SetUp,
    SittingCommand,
    TakeBack,
)
from e33tui.domain.text import required

RETENTION_FIELD = "Conservation jusqu’au"


@dataclass(frozen=True)
class Sitting:
    """The séance as its journal adds up to.

    Attributes:
        session: such as « 2026 »; empty until the séance is set up.
        centre: the *centre d'examen*.
        date: ISO date.
        commission: who sits today; copied into each passage as it opens.
        roster: the candidates, in the order of the day.
        bands: the commission's *plages de notation*, optional, none preset.
        demonstration: fictitious candidates, not an exam.
        keep_until: ISO date of the last day on which the centre keeps the séance's data; empty
            unless the centre has set one, since no text is known that would.
        closing: the clôture, from its beginning on.
        replaced: who sat and left during the day, in order of time.
        rubric: the id of its grid; empty where none was chosen, and then it is the one at hand.
    """

    session: str = ""
    centre: str = ""
    date: str = ""
    commission: Commission = NO_COMMISSION
    roster: tuple[Entry, ...] = ()
    bands: tuple[NoteBand, ...] = ()
    demonstration: bool = False
    keep_until: str = ""
    closing: Closing | None = None
    replaced: tuple[Replacement, ...] = ()
    rubric: str = ""

    @property
    def closed(self) -> bool:
        """Whether the clôture has passed over the whole séance."""
        return self.closed_at is not None

    @property
    def closed_at(self) -> int | None:
        """When it did, wall-clock milliseconds; ``None`` while it has not."""
        return self.closing.closed_at if self.closing else None

    @property
    def is_set_up(self) -> bool:
        """Whether the séance has its identification."""
        return bool(self.session)

    def is_due(self, today: str) -> bool:
        """Tell whether the retention date has passed on ``today``, an ISO date."""
        return bool(self.keep_until) and today > max(self.keep_until, self.date)

    def same_settings(self, other: Sitting) -> bool:
        """Tell whether two states of a séance differ in nothing but who is on the list."""
        return replace(self, roster=()) == replace(other, roster=())

    def entry(self, passage: str) -> Entry:
        """Return the roster's line of one passage.

        Raises:
            InputError: it is not in the roster.
        """
        found = next((entry for entry in self.roster if entry.passage == passage), None)
        if found is None:
            raise InputError("Candidat", "Ce candidat n’est pas sur la liste de la séance.")
        return found

    def by_number(self, number: str) -> Entry:
        """Return the roster's line of a candidate's number.

        Raises:
            InputError: no candidate has it.
        """
        found = next((e for e in self.roster if e.candidate.number == number.strip()), None)
        if found is None:
            raise InputError(
                "Numéro", "Numéro : aucun candidat de cette séance ne le porte. Vérifiez-le."
            )
        return found

    def identification(self, passage: str) -> Identification:
        """Return the form's identification of one passage, as the séance knows it."""
        candidate = self.entry(passage).candidate
        return Identification(self.session, self.centre, self.date, candidate, self.commission)


_COMMANDS: dict[str, type[SittingCommand]] = {
    kind.do: kind
    for kind in (
        SetUp,
        AddCandidate,
        EditCandidate,
        ImportCandidates,
        RemoveCandidate,
        SetBands,
        SetRetention,
        BeginClosing,
        CloseSitting,
        MoveCandidate,
        HandOver,
        TakeBack,
        ReplaceMember,
    )
}


def _set_up(sitting: Sitting, command: SetUp, judged: bool) -> Sitting:
    after = replace(
        sitting,
        session=required("Session", command.session, judged=judged),
        centre=required("Centre d’examen", command.centre, judged=judged),
        date=parse_date(command.date),
        commission=check_commission(command.commission.members, judged=judged),
        demonstration=command.demonstration,
        rubric=command.rubric or sitting.rubric,
    )
    stand = corrected(sitting.commission, after.commission, sitting.replaced)
    return replace(after, replaced=stand)


def _replace_member(sitting: Sitting, command: ReplaceMember, judged: bool) -> Sitting:
    members = sitting.commission.members
    if not 0 <= command.place < len(members):
        raise RuleError("R1", "La commission n’a pas ce membre : complétez d’abord la séance.")
    last = last_at(command.place, sitting.replaced)
    if judged and last is not None and command.wall < last.wall:
        raise RuleError(
            "R1", f"Ce membre ne siège que depuis {hour(last.wall)} : corrigez l’heure."
        )
    left = Replacement(members[command.place], command.place, command.wall)
    now = (*members[: command.place], command.member, *members[command.place + 1 :])
    commission = check_commission(now, judged=judged)
    return replace(sitting, commission=commission, replaced=(*sitting.replaced, left))


def _set_bands(sitting: Sitting, command: SetBands, judged: bool) -> Sitting:
    if judged:
        _check_bands(command.bands)
    return replace(sitting, bands=command.bands)


def _check_bands(bands: tuple[NoteBand, ...]) -> None:
    levels = [band.level for band in bands]
    for band in bands:
        field = f"Plage {band.level}"
        if levels.count(band.level) > 1:
            raise InputError(field, f"{field} : une seule plage par profil.")
        check_band(field, band.low, band.high)


def _set_retention(sitting: Sitting, command: SetRetention, judged: bool) -> Sitting:
    until = ""
    if command.until.strip():
        # The end of the year after the oral's: an example that is past would mislead.
        year = int(sitting.date[:4] or "2026") + 1
        until = parse_date(command.until, RETENTION_FIELD, f"31/12/{year}")
    if judged and until and until < sitting.date:
        raise InputError(
            RETENTION_FIELD,
            f"{RETENTION_FIELD} : cette date précède la séance du {french_date(sitting.date)}. "
            "Corrigez-la, ou laissez le champ vide.",
        )
    return replace(sitting, keep_until=until)


def _begin_closing(sitting: Sitting, command: BeginClosing, judged: bool) -> Sitting:
    if sitting.closing is not None:
        raise closings.refusal(sitting.closing)
    if judged:
        roster = [entry.passage for entry in sitting.roster]
        handed = [entry.passage for entry in sitting.roster if entry.handed_to]
        closings.check_begin(command.assents, command.passages, roster, handed)
    return replace(sitting, closing=Closing(command.assents))


def _close_sitting(sitting: Sitting, command: CloseSitting, judged: bool) -> Sitting:
    if sitting.closing is None:
        raise RuleError(closings.RULE, "La clôture de la séance n’est pas commencée.")
    if sitting.closed:
        raise closings.refusal(sitting.closing)
    return replace(sitting, closing=replace(sitting.closing, closed_at=command.wall))


_HANDLERS: dict[type[SittingCommand], Callable[[Sitting, Any, bool], Sitting]] = {
    SetUp: _set_up,
    AddCandidate: roster.add,
    EditCandidate: roster.edit,
    ImportCandidates: roster.take_over,
    RemoveCandidate: roster.remove,
    MoveCandidate: roster.move,
    HandOver: roster.hand_over,
    TakeBack: roster.take_back,
    ReplaceMember: _replace_member,
    SetBands: _set_bands,
    SetRetention: _set_retention,
    BeginClosing: _begin_closing,
    CloseSitting: _close_sitting,
}


def apply(sitting: Sitting, command: SittingCommand, *, judged: bool = True) -> Sitting:
    """Return the séance after ``command``.

    Args:
        sitting: the séance so far.
        command: what is done to it.
        judged: whether the rules of today decide; a line on record was judged when it was written.

    Raises:
        InputError: an entry that cannot be taken, such as a number used twice.
        RuleError: it would change what the clôture has settled.
    """
    after = _HANDLERS[type(command)](sitting, command, judged)
    if judged and sitting.closing is not None and _settled(after) != _settled(sitting):
        raise closings.refusal(sitting.closing)
    return after


def _settled(sitting: Sitting) -> Sitting:
    """Return what no command changes once the clôture has begun."""
    return replace(sitting, keep_until="", closing=None)


def to_data(command: SittingCommand, at: Instant, by: str = "") -> dict[str, Any]:
    """Return the line that stands for ``command`` in the séance's file."""
    return lines_in_files.to_data(Stamp(command.do, at, by), encode(command))


def _from_data(data: Mapping[str, Any]) -> SittingCommand:
    stamp, fields = lines_in_files.from_data(data)
    kind = _COMMANDS.get(stamp.do)
    if kind is None:
        raise ValueError("unknown command")
    return decode(kind, fields)


EMPTY = Sitting()


def load(lines: Sequence[Mapping[str, Any]], known: int = 0, sitting: Sitting = EMPTY) -> Sitting:
    """Return the séance that a file's lines add up to.

    Args:
        lines: all of them.
        known: how many of the first ones are in ``sitting`` already.
        sitting: what those add up to.

    Raises:
        ValueError: a line that cannot be read or means nothing there; its number is named.
    """
    for number, data in enumerate(lines[known:], known + 1):
        try:
            sitting = apply(sitting, _from_data(data), judged=False)
        except (ValueError, TypeError, InputError, RuleError) as error:
            raise ValueError(f"line {number}: {error}") from None
    return sitting

"""The lasting history in words: who, when, what, old, new, as a juror reads them.

Every name of :func:`e33tui.domain.history.facts` has its words here; one that this version does not
know, from a record that somebody else wrote, is quoted and not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from e33tui.domain.clock import minutes_seconds
from e33tui.domain.history import Change, Fact
from e33tui.domain.identity import french_date
from e33tui.domain.incident import SIGNATURE_WORDS, Countersignature
from e33tui.domain.rubric import PartPlan, Rubric
from e33tui.domain.walk import text_label
from e33tui.domain.wording import (
    capitalised,
    correction,
    level_words,
    moment,
    note_words,
    quoted,
)

NOBODY = "auteur non noté"
"""Who, where a version of the program wrote the line that did not note it."""
SHORT = 110
"""Characters of old and new value together that may stand on one line."""

Say = Callable[[Fact], str]
"""Says one value of a fact."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history in words; nothing in it is cut.

    Attributes:
        when: day and time.
        who: the author.
        what: the fact, with a capital.
        old: its value before.
        new: its value after.
    """

    when: str
    who: str
    what: str
    old: str
    new: str

    def paragraphs(self, between: str = " · ", becomes: str = " → ") -> tuple[str, ...]:
        """Return it as one line, or as three where old and new would run into each other.

        Args:
            between: what stands between two facts.
            becomes: what stands between the old value and the new one.
        """
        head = f"{self.when}{between}{self.who}{between}{self.what}\u00a0:"
        if "\n" in self.old + self.new or len(self.old) + len(self.new) > SHORT:
            return head, f"avant\u00a0: {self.old}", f"après\u00a0: {self.new}"
        return (f"{head} {self.old}{becomes}{self.new}",)


def tell(history: Iterable[Change], rubric: Rubric) -> tuple[Told, ...]:
    """Return the history in words, oldest first, without lines that change nothing visible."""
    fixed = _fixed(rubric)

    def told(change: Change) -> Told:
        what, say = fixed.get(change.what) or _words(change.what, rubric)
        when, who = moment(change.at.wall), change.by or NOBODY
        return Told(when, who, what, say(change.old), say(change.new))

    return tuple(told(change) for change in history if not _says_nothing(change))


def _says_nothing(change: Change) -> bool:
    """Tell of a text that was never written and is empty now, and the like; zero is a note."""
    return all(value in (None, "") or value is False for value in (change.old, change.new))


def _words(what: str, rubric: Rubric) -> tuple[str, Say]:
    """Return what a fact with a part of its own in its name is called, and what says its values."""
    kind, _, rest = what.partition(".")
    for plan in rubric.parts:
        if plan.id == kind and (found := _part(rest, plan)):
            return found
    return _criterion_or_text(kind, rest, rubric) or (f"Donnée {quoted(what)}", _say("–"))


def _fixed(rubric: Rubric) -> Mapping[str, tuple[str, Say]]:
    labels = rubric.identification
    return {
        "presence": ("Présence", _say("–")),
        "arrived": ("Arrivée", _say("aucune", moment)),
        "progress": ("Avancement", _say("–")),
        "mentions": ("Mentions", _say("aucune")),
        "ending_reason": ("Motif de la fin du passage", _quoting("aucun")),
        "reopen_reason": ("Motif de la dernière réouverture", _quoting("aucun")),
        "amended_by": ("Rectification décidée par", _say("personne")),
        "incidents": ("Nombre d’incidents", _say("0")),
        "version": ("Version scellée", _say("aucune", lambda n: str(n) if n else "aucune")),
        "closed": ("Clôture de la séance", _say("non")),
        "global_profile": ("Profil global", _say("aucun", partial(level_words, rubric=rubric))),
        "note": ("Note", _say("aucune", partial(note_words, rubric=rubric))),
        "session": (labels.session, _say("vide")),
        "centre": (labels.centre, _say("vide")),
        "date": (labels.date, lambda value: french_date(_say("vide")(value))),
        "name": (labels.name, _say("vide")),
        "number": (labels.number, _say("vide")),
        "commission": (labels.commission, _say("vide")),
    }


def _criterion_or_text(kind: str, rest: str, rubric: Rubric) -> tuple[str, Say] | None:
    if kind == "incident":
        number, _, detail = rest.partition(".")
        if detail:
            return f"Nature de l’incident {number}", _say("–")
        return f"Incident {number}", _quoting("aucun")
    if kind == "fraud":
        return _FRAUD.get(rest) or (f"Procès-verbal, déclaration {rest}", _quoting("aucune"))
    if kind == "level":
        criterion = next((each for each in rubric.criteria if each.id == rest), None)
        name = f"Critère {criterion.number} ({criterion.title})" if criterion else ""
        return (name, _say("aucune croix", partial(level_words, rubric=rubric))) if name else None
    plan = next((each for each in rubric.texts if each.id == rest), None)
    if plan is None or kind not in ("text", "nothing"):
        return None
    label = text_label(rubric, plan)
    if kind == "text":
        return capitalised(label), _quoting("vide")
    return f"Rien à signaler, {label}", _say("non")


_PAUSE = re.compile(r"pause\.([0-9]+)\.(started|ended|reason)")


def _part(rest: str, plan: PartPlan) -> tuple[str, Say] | None:
    """Return the words of one fact of a *temps*."""
    name = f"{plan.name} · {plan.title}"
    facts: dict[str, tuple[str, Say]] = {
        "started": ("début", _say("pas commencé", moment)),
        "ended": ("fin", _say("pas terminé", moment)),
        "adjustment": ("correction de l’horloge", _say("aucune", correction)),
        "allowed": ("durée accordée", _say("–", minutes_seconds)),
    }
    if pause := _PAUSE.fullmatch(rest):
        facts = {
            "started": ("début", _say("aucune", moment)),
            "ended": ("fin", _say("en cours", moment)),
            "reason": ("motif", _quoting("aucun")),
        }
        name, rest = f"{name}, pause {pause[1]}", pause[2]
    if rest not in facts:
        return None
    words, say = facts[rest]
    return f"{name}, {words}", say


def _say(nothing: str, number: Callable[[int], str] = str) -> Say:
    """Return what says a value.

    Args:
        nothing: the word for a value that is not there.
        number: says a number.
    """

    def say(value: Fact) -> str:
        if value is None or value == "":
            return nothing
        if isinstance(value, bool):
            return "oui" if value else "non"
        return number(value) if isinstance(value, int) else value

    return say


def _quoting(nothing: str) -> Say:
    """Return what says a text that a person wrote."""

    def say(value: Fact) -> str:
        return quoted(value) if isinstance(value, str) and value else _say(nothing)(value)

    return say


_FRAUD: Mapping[str, tuple[str, Say]] = {
    "candidate": ("Procès-verbal, déclaration du candidat", _quoting("aucune")),
    "signature": (
        "Procès-verbal, contreseing du candidat",
        _say(SIGNATURE_WORDS[Countersignature.NOT_ASKED]),
    ),
}

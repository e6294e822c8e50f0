"""The questions of the oral: the clock, another ending."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from e33tui.domain.clock import (
    PAUSE_REASONS,
    PartStatus,
    minutes_seconds,
    parse_duration,
)
from e33tui.domain.commands import (
    Accommodate,
    AdjustClock,
    EndOtherwise,
    ExplainPause,
    StartPart,
)
from e33tui.domain.errors import E33Error
from e33tui.domain.identity import NO_EXTRA_TIME, usual_extra
from e33tui.domain.passage import Ending, Passage
from e33tui.domain.remark import PartId
from e33tui.domain.wording import head_named
from e33tui.keymap import undoes
from e33tui.screens.dialogs import Ask, Menu

if TYPE_CHECKING:
    from e33tui.screens.desk_screen import DeskScreen
    from e33tui.screens.part_screen import PartScreen

STEP_MS = 30_000
_MORE, _LESS, _AGO, _EXTRA = "more", "less", "ago", "extra"
_USUAL, _ORDINARY = "usual", "ordinary"
_AGO_FIELD, _EXTRA_FIELD = "Démarré il y a", "Temps supplémentaire"


async def correct_clock(screen: PartScreen) -> None:
    """Correct the clock until it is right; give the last pause its reason."""
    while True:
        answer = await screen.app.push_screen_wait(
            Menu("Horloge", _clock_options(screen), _clock_state(screen))
        )
        match answer:
            case "more" | "less":
                screen.do(AdjustClock(screen.part, STEP_MS if answer == _MORE else -STEP_MS))
                continue
            case "ago":
                await _start_ago(screen)
            case "extra":
                await _extra_time(screen)
            case "usual":
                screen.do(Accommodate(usual_extra(screen.state.rubric)))
            case "ordinary":
                screen.do(Accommodate(NO_EXTRA_TIME))
            case reason if reason in PAUSE_REASONS:
                screen.do(ExplainPause(screen.part, reason))
        return


def _clock_options(screen: PartScreen) -> tuple[tuple[str, str, str], ...]:
    options = [
        ("", "n", "ne rien changer"),
        (_AGO, "d", "démarré il y a…"),
        (_EXTRA, "s", "temps supplémentaire…"),
        _durations(screen.state),
    ]
    if screen.state.timing(screen.part).on:
        options = [
            options[0],
            (_MORE, "+", "ajouter 30 s au temps écoulé"),
            (_LESS, "-", "retirer 30 s du temps écoulé"),
            *options[1:],
        ]
    if screen.state.timing(screen.part).pauses:
        options += [
            (reason, str(number), f"motif de la pause : {reason.lower()}")
            for number, reason in enumerate(PAUSE_REASONS, 1)
        ]
    return tuple(options)


def _durations(state: Passage) -> tuple[str, str, str]:
    """Return both *temps* with the usual extra time, or without where they have that already.

    A bystander may read this: it says how long, and no more.
    """
    value, extra = _USUAL, usual_extra(state.rubric)
    if extra == state.accommodation:
        value, extra = _ORDINARY, NO_EXTRA_TIME
    lengths = zip(state.rubric.parts, (extra.presentation, extra.interview), strict=True)
    told = (minutes_seconds((part.seconds + more) * 1000) for part, more in lengths)
    return value, "t", f"durées : {' et '.join(told)}"


def _clock_state(screen: PartScreen) -> str:
    """Say the reason of the last pause; the clock itself stands in the title, and runs there."""
    pauses = screen.state.timing(screen.part).pauses
    return f"Dernière pause : {pauses[-1].reason.lower() or 'sans motif'}." if pauses else ""


async def _start_ago(screen: PartScreen) -> None:
    """Start the clock in the past, or set a running one to what has really elapsed."""
    text = await screen.app.push_screen_wait(
        Ask(
            _AGO_FIELD,
            _AGO_FIELD,
            "En minutes, par exemple 2 ou 2:30.",
            draft="ask:ago",
            check=partial(parse_duration, _AGO_FIELD),
        )
    )
    if not text:
        return
    ago = parse_duration(_AGO_FIELD, text)
    if screen.status is PartStatus.WAITING:
        screen.do(StartPart(screen.part, ago))
    else:
        elapsed = screen.state.timing(screen.part).elapsed(screen.desk.now())
        screen.do(AdjustClock(screen.part, ago - elapsed))


async def _extra_time(screen: PartScreen) -> None:
    """Set the extra time of this *temps*; only its measure is kept."""
    now = minutes_seconds(screen.state.extra(screen.part))
    text = await screen.app.push_screen_wait(
        Ask(
            _EXTRA_FIELD,
            _EXTRA_FIELD,
            f"Pour ce temps, en minutes, par exemple 5 ou 8:20. Actuellement {now}.",
            draft="ask:extra",
            check=partial(parse_duration, _EXTRA_FIELD),
        )
    )
    if not text:
        return
    seconds = parse_duration(_EXTRA_FIELD, text) // 1000
    extra = screen.state.accommodation
    if screen.part is PartId.PRESENTATION:
        extra = replace(extra, presentation=seconds)
    else:
        extra = replace(extra, interview=seconds)
    screen.do(Accommodate(extra))


_ENDINGS = (
    (Ending.WITHDREW, "a", "Abandon du candidat"),
    (Ending.INTERRUPTED, "i", "Oral interrompu"),
    (Ending.EXCLUDED, "e", "Exclusion par le chef de centre"),
)


def _stops(state: Passage) -> str:
    begun = state.presentation.started is not None
    return "Les horloges s’arrêtent" if begun else "L’oral n’a pas commencé"


_TITLES = {
    Ending.INTERRUPTED: "Oral interrompu",
    Ending.EXCLUDED: "Exclu par le chef de centre",
}
_REQUIRED = {
    Ending.INTERRUPTED: "Ce qui empêche de continuer. Ni note ni verso : une fiche d’incident.",
    Ending.EXCLUDED: "Seul le chef de centre exclut : sans sa décision, l’oral continue. "
    "Son motif, et l’heure s’il y a lieu. Ni note ni verso.",
}
"""What an ending without a note requires, and what it gives in the place of a verso."""


async def end_otherwise(screen: DeskScreen) -> None:
    """End the passage by abandon, interruption or exclusion."""
    answer = await screen.app.push_screen_wait(
        Menu(
            "Fin particulière du passage",
            (("", "n", "Continuer l’oral"), *_choices(screen.state)),
            f"{_stops(screen.state)} ; {undoes()}.",
        )
    )
    if not answer:
        return
    ending, rubric = Ending(answer), screen.state.rubric
    reason: str | None = ""
    if ending is not Ending.WITHDREW:
        reason = await screen.app.push_screen_wait(
            Ask(
                head_named(rubric, _TITLES[ending]),
                "Motif",
                head_named(rubric, _REQUIRED[ending]),
                draft=f"ask:{ending.value}",
            )
        )
    if reason is None:
        return
    if screen.take_entry() and _ended(screen, ending, reason):
        screen.e33.ways.go_on(f"Fin du passage : {_words(screen.state, ending)}. {undoes()}.")
    elif reason:
        # Refused, it is still to be given: the question asked again has it.
        screen.keep_draft(f"ask:{ending.value}", reason)


def _ended(screen: DeskScreen, ending: Ending, reason: str) -> bool:
    try:
        screen.desk.do(EndOtherwise(ending, reason))
    except E33Error as error:
        screen.refuse(error)
        return False
    return True


def _choices(state: Passage) -> tuple[tuple[str, str, str], ...]:
    return tuple((e.value, key, head_named(state.rubric, words)) for e, key, words in _ENDINGS)


def _words(state: Passage, ending: Ending) -> str:
    return next(words.lower() for one, _, words in _choices(state) if one == ending.value)

"""The clock of a *temps* in words, and how they are shown."""

from __future__ import annotations

from textual.content import Content

from e33tui.domain.clock import Alert, Instant, PartStatus, alert, minutes_seconds, time_left
from e33tui.domain.passage import Passage
from e33tui.domain.questions import still_to_ask
from e33tui.domain.remark import PartId
from e33tui.domain.wording import capitalised
from e33tui.keymap import way
from e33tui.look import look
from e33tui.screens.view import QUIET, STRONG, WARNING, say
from e33tui.signs import ENDED, NAMELY, OF, PAUSED, SOON


def clock_within(passage: Passage, part: PartId, now: Instant, room: int) -> str:
    """Return the clock in its longest form that has ``room``: the alert and the time always stay."""
    forms = clock_forms(passage, part, now)
    return next((text for text in forms if len(text) <= room), forms[-1])


def clock_forms(passage: Passage, part: PartId, now: Instant) -> tuple[str, ...]:
    """Return the clock from its longest form to its shortest."""
    plain = clock_text(passage, part, now, extra=False)
    forms = (*whole_forms(passage, part, now), plain, _briefly(passage, part, now))
    return tuple(dict.fromkeys(forms))


def whole_forms(passage: Passage, part: PartId, now: Instant) -> tuple[str, str]:
    """Return the two forms that tell all there is, the extra time too, the longer one first.

    Neither may be read as a sum: what is allowed has the extra time in it.
    """
    added = minutes_seconds(passage.extra(part))
    whole = clock_text(passage, part, now)
    return whole, whole.replace(f"(dont + {added})", f"dont {added}")


def _briefly(passage: Passage, part: PartId, now: Instant) -> str:
    """Return the time elapsed, with the sign of what is the matter."""
    text = clock_text(passage, part, now, extra=False)
    figures = _figures(passage, part, now)
    before = text.partition(figures)[0].split()
    return " ".join((*before[:1], figures)) if figures in text else text


def _figures(passage: Passage, part: PartId, now: Instant) -> str:
    """Return what moves with every second: the time elapsed, or by how much it is too long."""
    timing, allowed = passage.timing(part), passage.allowed(part)
    elapsed = timing.elapsed(now)
    if timing.status is PartStatus.RUNNING and alert(elapsed, allowed) is Alert.OVERRUN:
        return f"+{minutes_seconds(elapsed - allowed)}"
    return minutes_seconds(elapsed)


def clock_text(passage: Passage, part: PartId, now: Instant, *, extra: bool = True) -> str:
    """Return ``07:42 / 15:00``, with the overrun, the pause and the alerts in words.

    The plain mode has words alone, and changes them no oftener than it matters.

    Args:
        passage: whose clock it is.
        part: which one.
        now: the moment.
        extra: whether it says how much of what is allowed is extra time.
    """
    timing, allowed = passage.timing(part), passage.allowed(part)
    elapsed = timing.elapsed(now)
    if look().plain:
        from e33tui.screens.plain_clock import plain_clock

        return plain_clock(timing.status, elapsed, allowed, passage.extra(part) if extra else 0)
    added = passage.extra(part) if extra else 0
    more = f" (dont + {minutes_seconds(added)})" if added else ""
    text = f"{_figures(passage, part, now)}{OF}{minutes_seconds(allowed)}{more}"
    if timing.status is PartStatus.WAITING:
        return f"{text} à démarrer"
    if timing.status is PartStatus.PAUSED:
        return f"{PAUSED}PAUSE {text}"
    if timing.status is PartStatus.ENDED:
        return f"{ENDED}{text} terminé"
    kind = alert(elapsed, allowed)
    left = {
        Alert.OVERRUN: "!! dépassement  ",
        Alert.LAST_MINUTE: "! moins d’1 min  ",
        Alert.LAST_MINUTES: f"{SOON}moins de 5 min  ",
    }
    return left.get(kind, "") + text


def clock_shown(text: str, passage: Passage, part: PartId, now: Instant) -> Content:
    """Return ``text``, which is or ends with the clock, in its style; the words alone already tell.

    While a clock runs its figures are as plain as what is being typed, so that no change of style
    goes down the line with every second: what stands out is the alert before them.
    """
    timing = passage.timing(part)
    if timing.status is PartStatus.PAUSED:
        return say(text, WARNING)
    if timing.status is not PartStatus.RUNNING:
        return say(text, QUIET)
    kind = alert(timing.elapsed(now), passage.allowed(part))
    warns = kind in (Alert.LAST_MINUTE, Alert.OVERRUN)
    style = WARNING if warns else STRONG if kind is Alert.LAST_MINUTES else ""
    words, figures, rest = text.partition(_figures(passage, part, now))
    return say(words.rstrip(), style) + say(words[len(words.rstrip()) :] + figures + rest)


def part_name(passage: Passage, part: PartId) -> str:
    """Return « 1er temps · Présentation », in the rubric's words."""
    plan = passage.rubric.part(part.value)
    return f"{plan.name}{NAMELY}{plan.title}"


def ended_words(passage: Passage, part: PartId) -> str:
    """Return what to say of a *temps* that has ended: how long it was, and what was left.

    It can be reopened while the candidate is there, so that a question nobody asked is not late.
    """
    timing = passage.timing(part)
    if timing.ended is None:
        return ""
    elapsed, allowed = timing.elapsed(timing.ended), passage.allowed(part)
    title = passage.rubric.part(part.value).title
    text = f"{title} : {minutes_seconds(elapsed)}"
    if elapsed > allowed:
        text += f", dépassement de {minutes_seconds(elapsed - allowed)}"
    time = time_left(elapsed, allowed) if elapsed < allowed else ""
    left = " et ".join(each for each in (time, still_to_ask(passage, part)) if each)
    if left:
        text += f", il restait {left}"
    return f"{text}. {capitalised(way('reopen_part', 'rouvrir'))}."


def reopened_words(passage: Passage, part: PartId) -> str:
    """Return what to say of a *temps* that goes on after all."""
    return f"{part_name(passage, part)} : rouvert, son horloge a continué."

"""The one way to put a passage on the desk: held elsewhere, damaged, unwatched, or at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from e33tui.domain.clock import minutes_seconds
from e33tui.domain.errors import E33Error
from e33tui.domain.wording import capitalised
from e33tui.keymap import key, undoes, way
from e33tui.screens.dialogs import Menu
from e33tui.screens.in_thread import in_thread
from e33tui.screens.remark_entry import half_corrected
from e33tui.store import DamagedFile, HeldElsewhere

if TYPE_CHECKING:
    from e33tui.app import E33App
    from e33tui.service.desk import Desk
    from e33tui.service.watch import Gap

NO_PREVIOUS = (
    "Aucune version précédente ne peut être reprise. Recommencé, le passage repart de la liste ; "
    "le fichier endommagé est gardé sous un autre nom."
)
ONLY_SEALED = (
    "Aucune version précédente ne peut être reprise sans perdre ce qui a été verrouillé. Rien n’a "
    "été modifié. Gardez ce dossier tel quel et prévenez le chef de centre ; « e33tui verifier » "
    "dit ce qui est intact."
)
NOBODY_LEFT = "Aucun autre candidat à examiner."


async def open_passage(app: E33App, passage: str) -> None:
    """Open a passage where it stands, from the list; the list says why it stays closed."""
    await show_passage(app, passage, None)


async def open_next(app: E33App, leaving: Desk) -> None:
    """Leave a passage and open the next candidate to examine; the list if there is none."""
    following = await in_thread(app.service.next_to_examine, leaving.id)
    if following is not None:
        await show_passage(app, following, leaving)
    elif app.desk is leaving:
        app.ways.go_home(NOBODY_LEFT, onward=True)


async def show_passage(
    app: E33App,
    passage: str,
    leaving: Desk | None,
    show: Callable[[Desk, str], None] | None = None,
) -> None:
    """Show a passage in the place of ``leaving``, which stays at work until then.

    The desk and the screen change in one step: whatever is typed meanwhile belongs to the passage
    whose screen it is typed on.

    Args:
        app: the program.
        passage: which one.
        leaving: what is on the desk.
        show: puts it on the desk, with what there is to say; where it stands, by default.
    """
    refused = ""
    desk = None
    try:
        desk = await open_desk(app, passage)
        said = f"{await tell_others(app, desk)} {waiting(desk)}".strip() if desk is not None else ""
    except E33Error as error:
        refused = f"! {error.message}"
    if app.desk is not leaving:
        # Somebody went elsewhere meanwhile, or another terminal has taken it over.
        if desk is not None:
            app.ways.leave(desk)
        return
    if desk is None:
        if leaving is not None:
            app.ways.go_home(refused, onward=True)
        else:
            app.notice(refused)
        return
    (show or app.ways.show)(desk, said)
    if leaving is not None:
        app.ways.leave(leaving)
    await settle_gap(app, desk)


async def settle_gap(app: E33App, desk: Desk) -> None:
    """Ask whether the time nobody watched counts (design §7), and say what was decided.

    Only an answer settles it: put aside, taken over or cut short, it is asked again.
    """
    while app.desk is desk and (gap := desk.to_ask) is not None:
        desk.put_aside(gap)
        said = _take_answer(desk, gap, await _ask_about(app, desk, gap))
        screen = app.place()
        if app.desk is desk and screen is not None:
            screen.refresh_all()
            screen.notice(f"{said} {waiting(desk)}".strip())


def waiting(desk: Desk) -> str:
    """Return what to say of a correction that was cut short; nothing as a rule.

    A new observation waits in its line, in sight; this one behind a question.
    """
    if desk.read_only or desk.state.locked or half_corrected(desk) is None:
        return ""
    return (
        f"Une correction d’observation attend. {capitalised(way('observations', 'la reprendre'))}."
    )


async def _ask_about(app: E33App, desk: Desk, gap: Gap) -> str | None:
    length = _length(gap)
    who = desk.state.identification.candidate.full_name
    precision = "" if gap.exact else " (machine redémarrée : mesure par l’heure)"
    return await app.push_screen_wait(
        Menu(
            "L’oral a-t-il continué pendant l’interruption ?",
            (
                ("count", "o", f"Oui : compter {length}"),
                ("drop", "n", f"Non : retirer {length} de l’horloge"),
            ),
            f"{who} : aucune activité vue pendant {length}{precision}.",
        )
    )


def _take_answer(desk: Desk, gap: Gap, answer: str | None) -> str:
    """Settle a silence and return what to say of it."""
    length = _length(gap)
    if answer is None:
        return f"Sans réponse : {length} comptées ; la question reviendra à la réouverture."
    try:
        desk.answer_gap(gap, counts=answer == "count")
    except E33Error as error:
        return f"! {error.message}"
    if answer == "count":
        return f"Interruption de {length} comptée dans le temps ; {key('clock')} corrige l’horloge."
    return f"Interruption de {length} retirée de l’horloge ; {undoes()}."


def _length(gap: Gap) -> str:
    return minutes_seconds(abs(gap.milliseconds))


async def tell_others(app: E33App, desk: Desk) -> str:
    """Return what to say while the oral of somebody else is on; nothing as a rule."""
    others = await in_thread(app.service.others_running, desk.id)
    names = ", ".join(row.candidate.full_name for row in others)
    return f"! Un autre oral est en cours, son horloge court : {names}." if names else ""


async def open_desk(app: E33App, passage: str) -> Desk | None:
    """Put a passage on a desk, or offer what can be done; ``None`` when it stays closed.

    Raises:
        E33Error: it cannot be opened.
    """
    try:
        return await _open_or_take_over(app, passage)
    except DamagedFile as error:
        return await offer_previous(app, passage, error)


async def _open_or_take_over(app: E33App, passage: str) -> Desk | None:
    try:
        return await in_thread(app.service.open, passage)
    except HeldElsewhere as error:
        held = error
    from e33tui.screens.take_over import offer_take_over

    while True:
        try:
            return await offer_take_over(app, passage, held)
        except HeldElsewhere as error:
            # Another terminal was quicker: that one is another question.
            held = error


async def offer_previous(app: E33App, passage: str, error: DamagedFile) -> Desk | None:
    """Offer the version before the last of a record that cannot be read, or to begin it anew."""
    ways: tuple[tuple[str, str, str], ...] = (("no", "n", "Revenir à la liste"),)
    said = error.message
    if await in_thread(app.service.seating.has_previous, passage):
        ways += (("restore", "r", "Reprendre la version précédente"),)
    elif await in_thread(app.service.seating.is_lost, passage):
        ways += (("anew", "d", "Recommencer ce passage depuis le début"),)
        said = f"{error.what}. {NO_PREVIOUS}"
    elif await in_thread(app.service.seating.was_sealed, passage):
        said = f"{error.what}. {ONLY_SEALED}"
    answer = await app.push_screen_wait(Menu("Fichier endommagé", ways, said))
    if answer == "restore":
        return await in_thread(app.service.seating.restore, passage)
    if answer == "anew":
        return await in_thread(app.service.seating.begin_anew, passage)
    return None

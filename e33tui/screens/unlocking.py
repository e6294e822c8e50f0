"""A locked fiche is opened again: before the clôture by a reason, after it by a rectification."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from e33tui.domain.errors import E33Error
from e33tui.domain.passage import Step
from e33tui.domain.walk import holds
from e33tui.domain.wording import head_named
from e33tui.screens.closing_view import TRANSMITTED
from e33tui.screens.dialogs import Ask
from e33tui.screens.members import Deciding, member_name
from e33tui.service.draft import NOTE

if TYPE_CHECKING:
    from e33tui.screens.desk_screen import DeskScreen

_REOPENING = "Le motif reste au dossier, jamais sur le verso."
_AMENDING = f"""{_REOPENING} Le verso portera « Rectifié » et la date.
{TRANSMITTED}"""
_DECIDING = """Chaque membre qui décide appuie sur sa propre touche.
Elle ne prouve aucune identité : les signatures sur papier, oui."""
_REOPENED = "Fiche rouverte : corrigez, puis verrouillez-la de nouveau."
_AMENDED = f"Rectification : corrigez, puis verrouillez la fiche de nouveau. {TRANSMITTED}"


async def reopen(screen: DeskScreen) -> None:
    """Reopen the fiche, once its reason was given."""
    draft = "ask:reopen"
    reason = await _ask_reason(screen, "Rouvrir la fiche", _REOPENING, draft)
    if reason is not None:
        _unlock(screen, lambda: screen.desk.reopen(reason), reason, draft, _REOPENED)


async def amend(screen: DeskScreen) -> None:
    """Rectify: one reason, and a key of each member who decides it (rule 10)."""
    draft = "ask:amend"
    rubric = screen.state.rubric
    amending = head_named(rubric, _AMENDING)
    reason = await _ask_reason(screen, "Rectifier la fiche", amending, draft)
    if reason is None:
        return
    # Until the members have decided, the reason is still to be asked again.
    screen.keep_draft(draft, reason)
    members = screen.state.commission.members
    places = await screen.app.push_screen_wait(
        Deciding("Qui décide la rectification ?", members, _DECIDING)
    )
    if places is None:
        screen.notice("Rectification abandonnée : rien n’a changé. Son motif est gardé.")
        return
    names = tuple(member_name(members[int(place) - 1]) for place in places)
    amended = head_named(rubric, _AMENDED)
    _unlock(screen, lambda: screen.desk.amend(reason, names), reason, draft, amended)


async def _ask_reason(screen: DeskScreen, title: str, text: str, draft: str) -> str | None:
    return await screen.app.push_screen_wait(Ask(title, "Motif", text, draft=draft))


def _unlock(
    screen: DeskScreen, unlock: Callable[[], object], reason: str, draft: str, said: str
) -> None:
    try:
        unlock()
    except E33Error as error:
        # Asked again, the reason is still there.
        screen.keep_draft(draft, reason)
        screen.refuse(error)
        return
    screen.keep_draft(draft, None)
    # On a criterion one key takes a cross away. In the note's field it only changes what is typed.
    noted = holds(screen.state, Step.PROFILE) and screen.state.takes_note
    target = Step.PROFILE if noted else Step.LOCK
    way = screen.e33.ways.back
    if way is not None:
        # Going back leads to the others'.
        screen.e33.ways.back = replace(way, step=target)
    screen.e33.ways.show_place(target, NOTE if noted else "", said)

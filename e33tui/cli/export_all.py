"""``e33tui exporter --tous``: every verso of a séance, one file each or one to be printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from e33tui.cli.export import MEANWHILE, with_consent
from e33tui.cli.progress import Progress
from e33tui.cli.words import agreed, say_error, say_path
from e33tui.domain.errors import EngineMissing
from e33tui.domain.wording import counted
from e33tui.store import DocumentInTheWay

if TYPE_CHECKING:
    from e33tui.service import Service
    from e33tui.service.batch import Made, Survey

ONE_SIDE = (
    "Imprimez-le en recto seul : deux candidats ne doivent pas se partager une feuille. "
    "Entier, il ne se remet à personne."
)
NO_VERSO = "Aucun passage verrouillé n’a de verso : rien n’a été fait."


def made(service: Service, *, together: bool, pages: bool) -> bool:
    """Make the versos that a séance's passages give; tell whether none is missing.

    Paths go to the output, all the rest beside it.

    Args:
        service: the séance.
        together: make one file of them.
        pages: make plain HTML pages instead of PDFs.
    """
    found = service.exports.survey()
    if not found.passages:
        say_error(NO_VERSO)
        _tell(found, ())
        return False
    left = _together(service, found) if together else _each(service, found, pages=pages)
    _tell(found, left)
    return not left and not found.unread


def _together(service: Service, found: Survey) -> tuple[Made, ...]:
    versos = counted(len(found.passages), "verso", "versos")
    say_error(f"Mise en un seul document : {versos}…")
    whole = with_consent(partial(service.exports.versos_together, found.passages))
    say_path(whole.path)
    say_error(ONE_SIDE)
    return whole.missing


def _each(service: Service, found: Survey, *, pages: bool) -> tuple[Made, ...]:
    done: list[Made] = []
    with Progress("Versos", len(found.passages)) as progress:
        for each in service.exports.versos_each(found.passages, pages=pages):
            done.append(each)
            progress.step()
    done = [_replaced(service, each, pages=pages) for each in done]
    for each in done:
        if each.path is not None:
            say_path(each.path)
    return tuple(each for each in done if each.path is None)


def _replaced(service: Service, each: Made, *, pages: bool) -> Made:
    """Make a verso in the place of a file that is not the séance's, once somebody agreed."""
    if not isinstance(each.error, DocumentInTheWay):
        return each
    if not agreed(each.error.message, "Le remplacer ?"):
        return each
    (again,) = service.exports.versos_each([each.passage], pages=pages, replace=True)
    return again


def _tell(found: Survey, left: Sequence[Made]) -> None:
    """Say what is missing and why; nobody is named."""
    if found.waiting:
        waiting = counted(found.waiting, "passage n’est", "passages ne sont")
        say_error(f"{waiting} pas encore verrouillé{'s' if found.waiting > 1 else ''}.")
    if found.without:
        without = counted(found.without, "passage verrouillé n’a", "passages verrouillés n’ont")
        say_error(f"{without} pas de verso.")
    reasons: dict[str, list[str]] = defaultdict(list)
    for each in left:
        reasons[each.error.message if each.error else ""].append(f"passages/{each.passage}")
    if reasons or found.unread:
        say_error("N’ont pas été faits :")
    for why, passages in reasons.items():
        whose = passages[0] if len(passages) == 1 else f"{len(passages)} passages"
        say_error(f"  {whose} : {why}")
    for why in found.unread:
        say_error(f"  {why}")
    if any(isinstance(each.error, EngineMissing) for each in left):
        say_error(MEANWHILE)

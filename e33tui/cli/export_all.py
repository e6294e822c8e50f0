"""``e33tui exporter --tous``: every verso of a séance, one file each or one to print; every dossier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from e33tui.cli.export import MEANWHILE, with_consent
from e33tui.cli.progress import Progress
from e33tui.cli.words import agreed, say_error, say_path
from e33tui.domain.errors import EngineMissing
from e33tui.domain.wording import RESERVED, counted
from e33tui.store import DOSSIER, VERSO, DocumentInTheWay

if TYPE_CHECKING:
    from e33tui.service import Service
    from e33tui.service.batch import Made, Survey

ONE_SIDE = (
    "Imprimez-le en recto seul : deux candidats ne doivent pas se partager une feuille. "
    "Entier, il ne se remet à personne."
)
NONE = "Aucun passage verrouillé n’a de {} : rien n’a été fait."


def made(service: Service, *, together: bool, pages: bool) -> bool:
    """Make the versos that a séance's passages give; tell whether none is missing.

    Paths go to the output, all the rest beside it.

    Args:
        service: the séance.
        together: make one file of them.
        pages: make plain HTML pages instead of PDFs.
    """
    exports = service.exports
    found = exports.survey()
    if together and found.passages:
        left = _together(service, found)
    else:
        left = _each(partial(exports.versos_each, pages=pages), found, VERSO)
    _tell(found, left, VERSO)
    if any(isinstance(each.error, EngineMissing) for each in left):
        say_error(MEANWHILE)
    return _is_complete(found, left)


def dossiers_made(service: Service) -> bool:
    """Make the dossiers that a séance's passages give, one file each; as :func:`made`."""
    found = service.exports.survey_dossiers()
    left = _each(service.exports.dossiers_each, found, DOSSIER)
    _tell(found, left, DOSSIER)
    if found.passages:
        say_error(RESERVED)
    return _is_complete(found, left)


def _is_complete(found: Survey, left: Sequence[Made]) -> bool:
    return bool(found.passages) and not left and not found.unread


def _together(service: Service, found: Survey) -> tuple[Made, ...]:
    versos = counted(len(found.passages), "verso", "versos")
    say_error(f"Mise en un seul document : {versos}…")
    whole = with_consent(partial(service.exports.versos_together, found.passages))
    say_path(whole.path)
    say_error(ONE_SIDE)
    return whole.missing


def _each(make: Callable[..., Iterator[Made]], found: Survey, noun: str) -> tuple[Made, ...]:
    """Make a file of each passage; return what became of those that have none.

    Args:
        make: makes those of some passages; takes ``replace``.
        found: the passages.
        noun: what is made.
    """
    if not found.passages:
        return ()
    done: list[Made] = []
    with Progress(f"{noun.capitalize()}s", len(found.passages)) as progress:
        for each in make(found.passages):
            done.append(each)
            progress.step()
    done = [_replaced(make, each) for each in done]
    for each in done:
        if each.path is not None:
            say_path(each.path)
    return tuple(each for each in done if each.path is None)


def _replaced(make: Callable[..., Iterator[Made]], each: Made) -> Made:
    """Make a document in the place of a file that is not the séance's, once somebody agreed."""
    if not isinstance(each.error, DocumentInTheWay):
        return each
    if not agreed(each.error.message, "Le remplacer ?"):
        return each
    (again,) = make([each.passage], replace=True)
    return again


def _tell(found: Survey, left: Sequence[Made], noun: str) -> None:
    """Say what is missing and why; nobody is named."""
    if not found.passages:
        say_error(NONE.format(noun))
    if found.waiting:
        waiting = counted(found.waiting, "passage n’est", "passages ne sont")
        say_error(f"{waiting} pas encore verrouillé{'s' if found.waiting > 1 else ''}.")
    if found.without:
        without = counted(found.without, "passage verrouillé n’a", "passages verrouillés n’ont")
        say_error(f"{without} pas de {noun}.")
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

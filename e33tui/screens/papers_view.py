"""The papers of the day in words: what stands on a line of their list, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from e33tui.domain.errors import EngineMissing
from e33tui.domain.wording import counted, minute
from e33tui.look import look
from e33tui.screens.view import fit, near_home
from e33tui.service.papers import TITLES, Outcome, Paper
from e33tui.store import DocumentInTheWay

ALL_THERE = "Tout est déjà fait : rien n’a été refait."
_TITLE_WIDTH = max(map(len, TITLES.values())) + 2
_WHERE = "Dans {}."
_COMMUNICABLE = "Communicables aux candidats, dans {}."
_BOTH = "Versos dans communicable, le reste dans commission, sous {}."
_OUTDATED = "Ce qui est là date d’avant un changement. "
_NAMED = 3
"""Names of files that a question tells."""


def line(kind: str, paper: Paper | None, *, making: bool) -> str:
    """Return a paper's line of the list; ``paper``: as it stands, ``None`` before that was read."""
    state = "en cours" if making else _state(paper) if paper else ""
    if look().plain:
        return f"{TITLES[kind]} : {state}" if state else TITLES[kind]
    return f"{fit(TITLES[kind], _TITLE_WIDTH)}{state}"


def _state(paper: Paper) -> str:
    if paper.why:
        return "pas encore"
    if paper.wanted > 1:
        return f"{paper.made} sur {paper.wanted}"
    if paper.made:
        return "fait"
    return "à refaire" if paper.outdated else "à faire"


def about(paper: Paper) -> str:
    """Return what is said of the chosen paper: why there is none yet, or where it goes."""
    if paper.why:
        return paper.why
    where = {"verso": _COMMUNICABLE, "cloture": _BOTH}.get(paper.kind, _WHERE)
    since = f"Fait le {minute(paper.at)}. " if 0 < paper.wanted == paper.made else ""
    if paper.outdated:
        since = _OUTDATED
    return since + where.format(near_home(paper.folder))


def told(outcomes: Sequence[Outcome]) -> str:
    """Return what became of the files that were asked for."""
    if not outcomes:
        return ALL_THERE
    reasons = dict.fromkeys(each.error.message for each in outcomes if each.error)
    if not reasons and len(outcomes) == 1 and (path := outcomes[0].path):
        return f"Fait : {near_home(path)}"
    said = [_counts(outcomes), *list(reasons)[:1]]
    if len(reasons) > 1:
        said.append("Les autres pour d’autres raisons : redemandez-les un par un.")
    return " ".join(said)


def _counts(outcomes: Sequence[Outcome]) -> str:
    made = [each for each in outcomes if each.path is not None]
    pages = sum(isinstance(each.error, EngineMissing) for each in made)
    failed = len(outcomes) - len(made)
    if not made:
        missing = counted(failed, "document n’a", "documents n’ont")
        return f"{missing} pas pu être fait{'s' if failed > 1 else ''}."
    words = counted(len(made), "document fait", "documents faits")
    as_pages = f", dont {counted(pages, 'verso', 'versos')} en HTML" if pages else ""
    missing = f" ; {counted(failed, 'n’a', 'n’ont')} pas pu l’être" if failed else ""
    return f"{words}{as_pages}{missing}."


def in_the_way(outcomes: Sequence[Outcome]) -> str:
    """Return the question's text about files that this séance did not issue."""
    errors = [each.error for each in outcomes if isinstance(each.error, DocumentInTheWay)]
    if len(errors) == 1:
        return errors[0].message
    names = [str(error.path).rpartition("/")[2] for error in errors]
    more = len(names) - _NAMED
    rest = f" et {counted(more, 'autre', 'autres')}" if more > 0 else ""
    return (
        f"{len(names)} fichiers que cette séance n’a pas produits sont déjà à ces places : "
        f"{', '.join(names[:_NAMED])}{rest}. Ils n’ont pas été remplacés."
    )

"""The versos of a séance: which may be printed, under which name, and which are taken back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from e33tui.domain.errors import DocumentError
from e33tui.domain.journal import Journal
from e33tui.domain.passage import Passage
from e33tui.domain.verso import Verso
from e33tui.domain.verso_content import verso
from e33tui.persistence.files import read_bytes
from e33tui.persistence.issued import VERSO
from e33tui.service import sealing
from e33tui.store import Store

if TYPE_CHECKING:
    from e33tui.documents import Rendered

Renderer: TypeAlias = "Callable[[Verso], Rendered]"

_CHANGED = (
    "La fiche a changé pendant la fabrication du document, qui n’a pas été gardé : redemandez-le."
)
_NO_NAME = "-"
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9]+")


def rendered(content: Verso) -> Rendered:
    """Make the PDF; the documents are loaded on first use, a moment the first screen saves."""
    from e33tui.documents import make_pdf

    return make_pdf(content)


def export(
    store: Store,
    render: Renderer,
    passage: str,
    read: Callable[[], Journal],
    at: int,
    *,
    replace: bool,
) -> Path:
    """Make the verso of a locked passage in the communicable folder; blocks a second or two.

    Args:
        store: the séance's folder.
        render: makes the document.
        passage: the opaque id.
        read: returns the passage's journal, as it is on the disk then.
        at: wall-clock milliseconds.
        replace: replace a file that this séance did not issue, once confirmed.

    Raises:
        DocumentError: the passage has no verso, it cannot be made, or the passage was reopened
            meanwhile: a page that took long must not replace that of a later version.
        DocumentInTheWay: a file stands there that this séance did not issue.
        StoreError: it cannot be written.
    """
    journal = read()
    state = journal.state

    def check() -> None:
        if _in_force(read().state) != _in_force(state):
            raise DocumentError(_CHANGED)

    if state.locked and not state.gives_verso:
        # An ending corrected after a first lock: what was issued then must not stay there.
        _withdraw(store, passage, _NO_NAME, check)
    content = verso(state)
    _check_sealed(store, passage, journal)
    data = render(content).data
    target = store.communicable / verso_name(passage, state)
    store.issued.issue(
        target,
        data,
        kind=VERSO,
        at=at,
        passage=passage,
        version=len(state.versions),
        replace=replace,
        check=check,
    )
    _withdraw(store, passage, target.name, check)
    return target


def _in_force(state: Passage) -> str | None:
    """Return the seal of the version that may be printed, ``None`` while there is none."""
    return state.versions[-1].seal if state.locked else None


def _check_sealed(store: Store, passage: str, journal: Journal) -> None:
    """Let only what was sealed be printed."""
    if not sealing.is_registered(store, passage, journal):
        raise DocumentError(
            "Cette version n’est pas encore scellée : rouvrez la fiche depuis l’accueil, "
            "puis redemandez le document."
        )
    if not sealing.is_as_sealed(store, passage, journal):
        raise DocumentError(
            "Cette fiche n’est plus celle qui a été scellée : son fichier a été modifié hors "
            "d’e33tui. Lancez « e33tui verifier » sur ce dossier et prévenez le centre."
        )


def _withdraw(store: Store, passage: str, keep: str, check: Callable[[], None]) -> None:
    target = store.communicable / keep
    store.issued.withdraw_earlier(target, kind=VERSO, passage=passage, check=check)


def verso_path(store: Store, passage: str, state: Passage) -> Path | None:
    """Return the verso of a passage's last version, if it was made and is there.

    The list names a page before its file is written: the file's bytes tell which version it is.

    Raises:
        StoreError: the list of documents or the page cannot be read.
    """
    target = store.communicable / verso_name(passage, state)
    data = read_bytes(target)
    if data is None:
        return None
    wanted = (passage, len(state.versions), target.name, hashlib.sha256(data).hexdigest())
    documents = store.issued.documents()
    found = any((d.passage, d.version, d.name, d.sha256) == wanted for d in documents)
    return target if found else None


def verso_name(passage: str, state: Passage) -> str:
    """Return the verso's file name: the candidate's number where it makes a safe one.

    The passage's id keeps apart two numbers that differ only in what a file name cannot hold.
    """
    number = _UNSAFE_IN_NAME.sub("-", state.identification.candidate.number)[:40]
    return f"verso-{number}-{passage[:6]}.pdf"

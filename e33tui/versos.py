"""The versos of a séance: which may be printed, under which name, and which are taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from e33tui import sealing
from e33tui.domain.errors import DocumentError
from e33tui.domain.journal import Journal
from e33tui.domain.passage import Passage
from e33tui.domain.verso import Verso
from e33tui.domain.verso_content import verso
from e33tui.store import Store

if TYPE_CHECKING:
    from e33tui.documents import Rendered

Renderer: TypeAlias = "Callable[[Verso], Rendered]"

KIND = "verso"
_NO_NAME = "-"
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9]+")


def rendered(content: Verso) -> Rendered:
    """Make the PDF; the documents are loaded on first use, a moment the first screen saves."""
    from e33tui.documents import render_verso

    return render_verso(content)


def export(
    store: Store, render: Renderer, passage: str, journal: Journal, at: int, *, replace: bool
) -> Path:
    """Make the verso of a locked passage in the communicable folder; blocks a second or two.

    Args:
        store: the séance's folder.
        render: makes the document.
        passage: the opaque id.
        journal: the passage's journal, as it is on the disk.
        at: wall-clock milliseconds.
        replace: replace a file that this séance did not issue, once confirmed.

    Raises:
        DocumentError: the passage has no verso, or it cannot be made.
        DocumentInTheWay: a file stands there that this séance did not issue.
        StoreError: it cannot be written.
    """
    state = journal.state
    if state.locked and not state.gives_verso:
        # An ending corrected after a first lock: what was issued then must not stay there.
        _withdraw(store, passage, keep=_NO_NAME)
    content = verso(state)
    _check_sealed(store, passage, journal)
    data = render(content).data
    target = store.communicable / verso_name(passage, state)
    store.issued.issue(
        target,
        data,
        kind=KIND,
        at=at,
        passage=passage,
        version=len(state.versions),
        replace=replace,
    )
    _withdraw(store, passage, keep=target.name)
    return target


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


def _withdraw(store: Store, passage: str, *, keep: str) -> None:
    store.issued.withdraw_earlier(store.communicable / keep, kind=KIND, passage=passage)


def verso_path(store: Store, passage: str, state: Passage) -> Path | None:
    """Return the verso of a passage's last version, if it was made and is there.

    Raises:
        StoreError: the list of documents cannot be read.
    """
    target = store.communicable / verso_name(passage, state)
    if not target.exists():
        return None
    wanted = (passage, len(state.versions), target.name)
    documents = store.issued.documents()
    return target if any((d.passage, d.version, d.name) == wanted for d in documents) else None


def verso_name(passage: str, state: Passage) -> str:
    """Return the verso's file name: the candidate's number where it makes a safe one.

    The passage's id keeps apart two numbers that differ only in what a file name cannot hold.
    """
    number = _UNSAFE_IN_NAME.sub("-", state.identification.candidate.number)[:40]
    return f"verso-{number}-{passage[:6]}.pdf"

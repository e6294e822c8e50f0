"""What a locked passage gives: what may be printed, under which name, and what is taken back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from e33tui.domain import dossier_content, verso_content
from e33tui.domain.errors import DocumentError, StoreError
from e33tui.domain.journal import Journal
from e33tui.domain.passage import Passage
from e33tui.domain.sitting import Sitting
from e33tui.persistence import issued
from e33tui.persistence.files import read_bytes
from e33tui.service import sealing
from e33tui.store import Store

if TYPE_CHECKING:
    from e33tui.documents import Content, Rendered

Renderer: TypeAlias = "Callable[..., Rendered]"
"""Makes one file of a content, and of more that follow it there."""
PageMaker: TypeAlias = "Callable[[Content], bytes]"
"""Makes a plain HTML page of a content."""

CHANGED = (
    "La fiche a changé pendant la fabrication du document, qui n’a pas été gardé : redemandez-le."
)
OTHER_WORDING = (
    "La grille a été modifiée depuis le verrouillage de cette fiche : son dossier dirait d’autres "
    "mots que ceux du jour. Relancez e33tui avec la grille de ce jour-là, puis redemandez-le."
)
_MADE = "Le document est fait, mais celui qu’il remplace n’a pas pu être retiré : ne le donnez pas."
_NO_NAME = "-"
PAGE = ".html"
"""How the name of a verso ends that is a plain page."""
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class PassageDocument:
    """A document that shows the last sealed version of a passage.

    Attributes:
        kind: what it is in the list of documents; its file's name begins with it.
        given_by: whether a passage's ending gives it.
        content: what it says of a locked passage; raises DocumentError where it is not given.
        shows_grid: whether it shows the words that levels stood for, which are not in the seal.
    """

    kind: str
    given_by: Callable[[Passage], bool]
    content: Callable[[Passage], Content]
    shows_grid: bool = False

    def target(self, store: Store, passage: str, state: Passage) -> Path:
        """Return its file, as :func:`passage_file` names it."""
        return passage_file(store, self.kind, passage, state)


def passage_file(store: Store, kind: str, passage: str, state: Passage) -> Path:
    """Return a document's file, named by the candidate's number where that makes a safe name.

    The passage's id keeps apart two numbers that differ only in what a name cannot hold.
    """
    number = _UNSAFE_IN_NAME.sub("-", state.identification.candidate.number)[:40]
    return store.folder_of(kind) / f"{kind}-{number}-{passage[:6]}.pdf"


def sitting_file(store: Store, kind: str, sitting: Sitting) -> Path:
    """Return the file of a document of the whole séance, named by its date.

    The first passage's id keeps apart two séances of a day that export into the same folder.
    """
    first = [entry.passage[:6] for entry in sitting.roster[:1]]
    name = "-".join(part for part in (kind, sitting.date, *first) if part)
    return store.folder_of(kind) / f"{name}.pdf"


VERSO = PassageDocument(issued.VERSO, lambda passage: passage.gives_verso, verso_content.verso)
DOSSIER = PassageDocument(
    issued.DOSSIER,
    lambda passage: not passage.put_off,
    dossier_content.dossier,
    shows_grid=True,
)


def make_pdf(content: Content, *more: Content) -> Rendered:
    """Make the PDF; the documents are loaded on first use, a moment the first screen saves."""
    from e33tui.documents import make_pdf

    return make_pdf(content, *more)


@dataclass(frozen=True)
class Prepared:
    """A document of a locked passage, found as it was sealed and ready to be made.

    Attributes:
        passage: the opaque id.
        version: the number of the sealed version that it shows.
        content: what is to be printed.
        target: where it goes.
        check: raises DocumentError once the passage was reopened: a page that took long must not
            replace that of a later version.
    """

    passage: str
    version: int
    content: Content
    target: Path
    check: Callable[[], None]


def prepare(
    document: PassageDocument, store: Store, passage: str, read: Callable[[], Journal]
) -> Prepared:
    """Return what is to be made of a passage.

    Args:
        document: which.
        store: the séance's folder.
        passage: the opaque id.
        read: returns the passage's journal, as it is on the disk then.

    Raises:
        DocumentError: the passage has none, is not as it was sealed, or was with another wording of
            the grid that the document shows.
        StoreError: something cannot be read, or an outdated page cannot be removed.
    """
    journal = read()
    state = journal.state

    def check() -> None:
        if _in_force(read().state) != _in_force(state):
            raise DocumentError(CHANGED)

    target = document.target(store, passage, state)
    if state.locked and not document.given_by(state):
        # An ending corrected after a first lock: what was issued then must not stay there.
        nothing = target.with_name(_NO_NAME)
        store.issued.withdraw_earlier(nothing, kind=document.kind, passages=(passage,), check=check)
    content = document.content(state)
    check_sealed(store, passage, journal)
    if document.shows_grid and not sealing.is_of_this_wording(store, passage, state):
        raise DocumentError(OTHER_WORDING)
    return Prepared(passage, len(state.versions), content, target, check)


def issue(
    document: PassageDocument,
    store: Store,
    prepared: Prepared,
    data: bytes,
    at: int,
    *,
    replace: bool,
) -> Path:
    """Put a document that was made into its folder, and take back what it replaces.

    Args:
        document: which.
        store: the séance's folder.
        prepared: as :func:`prepare` returned it.
        data: the finished file.
        at: wall-clock milliseconds.
        replace: replace a file that this séance did not issue, once confirmed.

    Raises:
        DocumentError: the passage was reopened meanwhile.
        DocumentInTheWay: a file stands there that this séance did not issue.
        StoreError: it cannot be written, or what it replaces cannot be removed.
    """
    target = _put(document, store, prepared, prepared.target, data, at, replace=replace)
    take_back_earlier(
        store, target, document.kind, passages=(prepared.passage,), check=prepared.check
    )
    return target


def take_back_earlier(
    store: Store,
    target: Path,
    kind: str,
    *,
    passages: Collection[str | None],
    check: Callable[[], object] = lambda: None,
) -> None:
    """Remove what a document that was just issued takes the place of under another name.

    Raises:
        DocumentError: ``check`` says so.
        StoreError: it cannot be removed; the sentence says that the document was made all the same.
    """
    try:
        store.issued.withdraw_earlier(target, kind=kind, passages=passages, check=check)
    except StoreError as error:
        raise StoreError(error.path, f"{_MADE} {error.message}") from error


def issue_page(
    store: Store, prepared: Prepared, make: PageMaker, at: int, *, replace: bool
) -> Path:
    """Put a verso as a plain HTML page beside where its PDF goes, which will take its place.

    Raises:
        DocumentError: the passage was reopened meanwhile.
        DocumentInTheWay: a file stands there that this séance did not issue.
        StoreError: it cannot be written.
    """
    target = prepared.target.with_suffix(PAGE)
    return _put(VERSO, store, prepared, target, make(prepared.content), at, replace=replace)


def _put(
    document: PassageDocument,
    store: Store,
    prepared: Prepared,
    target: Path,
    data: bytes,
    at: int,
    *,
    replace: bool,
) -> Path:
    store.issued.issue(
        target,
        data,
        kind=document.kind,
        at=at,
        passage=prepared.passage,
        version=prepared.version,
        replace=replace,
        check=prepared.check,
    )
    return target


def _in_force(state: Passage) -> str | None:
    """Return the seal of the version that may be printed, ``None`` while there is none."""
    return state.versions[-1].seal if state.locked else None


def check_sealed(store: Store, passage: str, journal: Journal) -> None:
    """Let only what was sealed be printed.

    Raises:
        DocumentError: the passage is not as it was sealed, or not sealed yet.
        StoreError: register or sealed file cannot be read.
    """
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


def path_of(document: PassageDocument, store: Store, passage: str, state: Passage) -> Path | None:
    """Return the document of a passage's last version, or its plain page, if it was made and is there.

    The list names a page before its file is written: the file's bytes tell which version it is.

    Raises:
        StoreError: the list of documents or the page cannot be read.
    """
    target = document.target(store, passage, state)
    for path in (target, target.with_suffix(PAGE)):
        if _shows(store, path, passage, len(state.versions)):
            return path
    return None


def _shows(store: Store, path: Path, passage: str, version: int) -> bool:
    data = read_bytes(path)
    if data is None:
        return False
    wanted = (passage, version, path.name, hashlib.sha256(data).hexdigest())
    documents = store.issued.documents()
    return any((d.passage, d.version, d.name, d.sha256) == wanted for d in documents)

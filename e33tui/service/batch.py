"""The versos or dossiers of a whole séance at once: one file each, or one of versos to be printed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from e33tui.domain.errors import DocumentError, E33Error, StoreError
from e33tui.domain.journal import Journal
from e33tui.persistence.issued import VERSOS
from e33tui.service import documents
from e33tui.service.day import DayRow
from e33tui.service.documents import PageMaker, PassageDocument, Prepared, Renderer
from e33tui.store import Store

if TYPE_CHECKING:
    from e33tui.documents import Content, Rendered

Read: TypeAlias = Callable[[str], Journal]
"""Returns a passage's journal, as it is on the disk then."""
RenderAll: TypeAlias = "Callable[[Sequence[Content]], Iterator[Rendered | DocumentError]]"
"""Makes a file of each content, in order, or says why there is none."""
NONE_LOCKED = "Aucun passage verrouillé n’a de verso : il n’y a rien à imprimer."


@dataclass(frozen=True)
class Survey:
    """What a séance's passages give.

    Attributes:
        passages: those that have the document, in the list's order.
        waiting: how many are not locked.
        without: how many are locked by an ending that gives none.
        unread: why others cannot be read, one sentence each.
    """

    passages: tuple[str, ...]
    waiting: int
    without: int
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """What became of one passage's document.

    Attributes:
        passage: the opaque id.
        path: where it lies; ``None`` when it could not be made.
        error: why not.
    """

    passage: str
    path: Path | None = None
    error: E33Error | None = None


@dataclass(frozen=True)
class Together:
    """One file with several versos.

    Attributes:
        path: where it lies.
        passages: how many versos it holds.
        missing: the passages whose verso it lacks, each with the reason.
    """

    path: Path
    passages: int
    missing: tuple[Made, ...]


def survey(document: PassageDocument, rows: Iterable[DayRow]) -> Survey:
    """Return which passages of a day's lines give a document."""
    passages, unread = [], []
    waiting = without = 0
    for row in rows:
        if row.problem:
            unread.append(row.problem)
        elif row.passage is None or not row.passage.locked:
            waiting += 1
        elif document.given_by(row.passage):
            passages.append(row.entry.passage)
        else:
            without += 1
    return Survey(tuple(passages), waiting, without, tuple(unread))


def all_by(render: Renderer | None) -> RenderAll:
    """Return what makes many documents: the project's own way unless another one is given."""
    if render is None:
        from e33tui.documents import make_pdfs

        return make_pdfs
    one = render

    def each(content: Content) -> Rendered | DocumentError:
        try:
            return one(content)
        except DocumentError as error:
            return error

    return lambda contents: (each(content) for content in contents)


def export_each(
    document: PassageDocument,
    store: Store,
    passages: Iterable[str],
    read: Read,
    at: int,
    render: RenderAll,
    *,
    replace: bool,
) -> Iterator[Made]:
    """Make a document of each passage, one file each; yield each as soon as it is there.

    One that fails keeps no other from being made, and a file in the way is left as it is.

    Args:
        document: which.
        store: the séance's folder.
        passages: their opaque ids.
        read: reads a passage.
        at: wall-clock milliseconds.
        render: makes the documents, in order.
        replace: replace files that this séance did not issue, once confirmed.
    """
    found = [_prepared(document, store, passage, read) for passage in passages]
    contents = [each.content for each in found if isinstance(each, Prepared)]
    made = render(contents)
    for each in found:
        if isinstance(each, Prepared):
            yield _issued(document, store, each, next(made), at, replace=replace)
        else:
            yield each


def export_pages(
    store: Store, passages: Iterable[str], read: Read, at: int, make: PageMaker, *, replace: bool
) -> Iterator[Made]:
    """Make the verso of each passage as a plain HTML page; as :func:`export_each`."""
    for passage in passages:
        each = _prepared(documents.VERSO, store, passage, read)
        if isinstance(each, Prepared):
            issue = functools.partial(documents.issue_page, store, each, make, at, replace=replace)
            yield _tried(passage, issue)
        else:
            yield each


def export_together(
    store: Store,
    target: Path,
    passages: Iterable[str],
    read: Read,
    at: int,
    render: Renderer,
    *,
    replace: bool,
) -> Together:
    """Make one file of the versos of some passages, each beginning on a sheet of its own.

    It is taken back as soon as one of them is reopened.

    Args:
        store: the séance's folder.
        target: the file; one made earlier under another name is taken back.
        passages: their opaque ids.
        read: reads a passage.
        at: wall-clock milliseconds.
        render: makes the document.
        replace: replace a file that this séance did not issue, once confirmed.

    Raises:
        DocumentError: it cannot be made, or a passage was reopened meanwhile.
        DocumentInTheWay: a file stands there that this séance did not issue.
        StoreError: it cannot be written.
    """
    found = [_prepared(documents.VERSO, store, passage, read) for passage in passages]
    ready = [each for each in found if isinstance(each, Prepared)]
    missing = tuple(each for each in found if isinstance(each, Made))
    if not ready:
        raise missing[0].error if missing and missing[0].error else DocumentError(NONE_LOCKED)
    data = render(*(each.content for each in ready)).data

    def check() -> None:
        for each in ready:
            each.check()

    first, *more = ((each.passage, each.version) for each in ready)
    store.issued.issue(
        target,
        data,
        kind=VERSOS,
        at=at,
        passage=first[0],
        version=first[1],
        more=more,
        replace=replace,
        check=check,
    )
    documents.take_back_earlier(
        store, target, VERSOS, passages={each.passage for each in ready}, check=check
    )
    return Together(target, len(ready), missing)


def _prepared(document: PassageDocument, store: Store, passage: str, read: Read) -> Prepared | Made:
    try:
        return documents.prepare(document, store, passage, lambda: read(passage))
    except (DocumentError, StoreError) as error:
        return Made(passage, error=error)


def _issued(
    document: PassageDocument,
    store: Store,
    prepared: Prepared,
    made: Rendered | DocumentError,
    at: int,
    *,
    replace: bool,
) -> Made:
    if isinstance(made, DocumentError):
        return Made(prepared.passage, error=made)
    data = made.data
    return _tried(
        prepared.passage,
        lambda: documents.issue(document, store, prepared, data, at, replace=replace),
    )


def _tried(passage: str, issue: Callable[[], Path]) -> Made:
    try:
        return Made(passage, issue())
    except (DocumentError, StoreError) as error:
        return Made(passage, error=error)

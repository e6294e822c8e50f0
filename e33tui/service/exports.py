"""The documents of a séance that is open: which can be asked for, and where they come to lie."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain.demonstration import of_demonstration
from e33tui.domain.errors import DocumentError, EngineMissing
from e33tui.domain.journal import Journal
from e33tui.domain.verso_content import NOT_LOCKED
from e33tui.persistence.issued import VERSOS
from e33tui.service import batch, documents, marks, sheets
from e33tui.service.batch import Made, RenderAll, Survey, Together
from e33tui.service.day import States, read_journal
from e33tui.service.documents import PassageDocument, Prepared, Renderer
from e33tui.store import Store

if TYPE_CHECKING:
    from e33tui.documents import Content
    from e33tui.service import Service
    from e33tui.service.papers import Papers


class Exports:
    """Makes documents; each call blocks a second or two unless said otherwise."""

    def __init__(
        self, service: Service, store: Store, states: States, renderer: Renderer | None
    ) -> None:
        """Make nothing yet.

        Args:
            service: the séance.
            store: its folder.
            states: its passages.
            renderer: makes documents; the project's own unless given.
        """
        self._service = service
        self._store = store
        self._states = states
        self._render = renderer

    @functools.cached_property
    def papers(self) -> Papers:
        """What can be made of the whole day, and what of it is there."""
        from e33tui.service.papers import Papers

        return Papers(self._service, self._store, self)

    @contextlib.contextmanager
    def by_one_child(self) -> Iterator[Exports]:
        """Yield the same, whose documents a single child process makes one after another."""
        if self._render is not None:
            yield self
            return
        from e33tui.documents import one_child

        with one_child() as render:
            yield Exports(self._service, self._store, self._states, render)

    def verso(self, passage: str, *, replace: bool = False) -> Path:
        """Make the verso of a locked passage in the communicable folder; blocks a second or two.

        Args:
            passage: its opaque id.
            replace: replace a file that this séance did not issue, once confirmed.

        Raises:
            DocumentError: the passage has no verso, or it cannot be made.
            DocumentInTheWay: a file stands there that this séance did not issue.
            StoreError: it cannot be written.
        """
        return self._export(documents.VERSO, passage, replace=replace)

    def dossier(self, passage: str, *, replace: bool = False) -> Path:
        """Make the dossier of a locked passage in the commission's folder; as :meth:`verso`.

        It shows levels and crosses: the commission and the chef de centre alone may read it.
        """
        return self._export(documents.DOSSIER, passage, replace=replace)

    def page(self, passage: str, *, replace: bool = False) -> Path:
        """Make the verso as a plain HTML page, which its PDF replaces; as :meth:`verso`.

        It needs nothing but this program, and can be printed from any browser.
        """
        prepared = self._prepared(documents.VERSO, passage)
        at = self._service.now().wall
        return documents.issue_page(self._store, prepared, self._page_of, at, replace=replace)

    def verso_or_page(self, passage: str, *, replace: bool = False) -> tuple[Path, str]:
        """Make the verso, or its plain page where this machine can make no PDF.

        Returns:
            where it lies, and why it is no PDF: one sentence, empty when it is one.
        """
        try:
            return self.verso(passage, replace=replace), ""
        except EngineMissing as error:
            return self.page(passage, replace=replace), error.message

    def _export(self, document: PassageDocument, passage: str, *, replace: bool) -> Path:
        prepared = self._prepared(document, passage)
        at = self._service.now().wall
        data = self._renderer(prepared.content).data
        return documents.issue(document, self._store, prepared, data, at, replace=replace)

    def _prepared(self, document: PassageDocument, passage: str) -> Prepared:
        if not self._store.passages.has(passage):
            raise DocumentError(NOT_LOCKED)
        return documents.prepare(document, self._store, passage, lambda: self._read(passage))

    @property
    def _renderer(self) -> Renderer:
        render = self._render or documents.make_pdf
        return lambda *contents: render(*map(self._told, contents))

    @property
    def _render_all(self) -> RenderAll:
        render = batch.all_by(self._render)
        return lambda contents: render([*map(self._told, contents)])

    def _page_of(self, content: Content) -> bytes:
        from e33tui.documents import make_html

        return make_html(self._told(content))

    def _told(self, content: Content) -> Content:
        """Return what a document says, of a demonstration with the notice that it is one."""
        # That of a practice séance says already that it is a training's.
        plain = self._service.is_practice or not self._service.sitting.demonstration
        return content if plain else of_demonstration(content)

    def _read(self, passage: str) -> Journal:
        """Return a passage's journal, as it is on the disk."""
        return read_journal(self._store, self._service.rubric, passage)[0]

    def survey(self) -> Survey:
        """Return which passages have a verso, and how many have none.

        Raises:
            StoreError: the folder of the passages cannot be read.
        """
        return self._survey(documents.VERSO)

    def survey_dossiers(self) -> Survey:
        """Return which passages have a dossier; as :meth:`survey`."""
        return self._survey(documents.DOSSIER)

    def _survey(self, document: PassageDocument) -> Survey:
        return batch.survey(document, (*self._service.rows(), *self._service.orphans()))

    def versos_each(
        self, passages: Sequence[str], *, pages: bool = False, replace: bool = False
    ) -> Iterator[Made]:
        """Make the versos of some passages; yield what becomes of each, in order.

        One that fails keeps no other from being made.

        Args:
            passages: their opaque ids.
            pages: make plain HTML pages, as :meth:`page`.
            replace: replace files that this séance did not issue, once confirmed.
        """
        if pages:
            at = self._service.now().wall
            return batch.export_pages(
                self._store, passages, self._read, at, self._page_of, replace=replace
            )
        return self._each(documents.VERSO, passages, replace=replace)

    def dossiers_each(self, passages: Sequence[str], *, replace: bool = False) -> Iterator[Made]:
        """Make the dossiers of some passages; as :meth:`versos_each`."""
        return self._each(documents.DOSSIER, passages, replace=replace)

    def _each(
        self, document: PassageDocument, passages: Sequence[str], *, replace: bool
    ) -> Iterator[Made]:
        at, render = self._service.now().wall, self._render_all
        return batch.export_each(
            document, self._store, passages, self._read, at, render, replace=replace
        )

    def versos_together(self, passages: Sequence[str], *, replace: bool = False) -> Together:
        """Make one file of the versos of some passages, to be printed; as :meth:`verso`."""
        at = self._service.now().wall
        target = documents.sitting_file(self._store, VERSOS, self._service.sitting)
        return batch.export_together(
            self._store, target, passages, self._read, at, self._renderer, replace=replace
        )

    def report(self, kind: str, passage: str, *, replace: bool = False) -> Path:
        """Make a sheet about one passage in the commission's folder; blocks a second or two.

        What was entered a moment ago is on it.

        Args:
            kind: which, one of :data:`e33tui.service.sheets.REPORTS`.
            passage: its opaque id.
            replace: replace a file that this séance did not issue, once confirmed.

        Raises:
            DocumentError: the passage gives no such sheet, or it cannot be made.
            DocumentInTheWay: a file stands there that this séance did not issue.
            StoreError: the passage cannot be read, or the sheet not be written.
        """
        desk = self._states.desk(passage)
        if desk is not None:
            desk.wait_for_saves()

        def read() -> Journal:
            return self._service.seating.journal(passage)

        at = self._service.now().wall
        return sheets.report(self._store, self._renderer, kind, passage, read, at, replace=replace)

    def candidate_list(self, kind: str, *, replace: bool = False) -> Path:
        """Make a list of the whole séance in the commission's folder; blocks a second or two.

        Args:
            kind: which, one of :data:`e33tui.service.sheets.LISTS`.
            replace: replace a file that this séance did not issue, once confirmed.

        Raises:
            DocumentError: the séance gives no such list yet, or it cannot be made.
            DocumentInTheWay: a file stands there that this séance did not issue.
            StoreError: a passage cannot be read, or the list not be written.
        """
        return sheets.candidate_list(
            self._service, self._store, self._renderer, kind, replace=replace
        )

    def candidates(
        self, passages: Collection[str] | None = None, *, name: str = "", replace: bool = False
    ) -> Path:
        """Write candidates into a file that another séance imports, in the commission's folder.

        Args:
            passages: whose; all of the list unless given.
            name: what tells this file from others, such as who it is for; safe in a file's name.
            replace: replace a file that this séance did not issue, once confirmed.

        Raises:
            DocumentError: there is nobody.
            DocumentInTheWay: a file stands there that this séance did not issue.
            StoreError: it cannot be written.
        """
        from e33tui.service import roster_file

        return roster_file.issue(self._service, self._store, passages, name=name, replace=replace)

    def verso_path(self, passage: str) -> Path | None:
        """Return the verso of a passage's last version, if it was made and is there.

        Where its PDF could not be made that is its plain page.

        Raises:
            StoreError: the passage or the list of documents cannot be read.
        """
        return self._path_of(documents.VERSO, passage)

    def dossier_path(self, passage: str) -> Path | None:
        """Return the dossier of a passage's last version; as :meth:`verso_path`."""
        return self._path_of(documents.DOSSIER, passage)

    def _path_of(self, document: PassageDocument, passage: str) -> Path | None:
        state = self._states.state(passage)
        if state is None:
            return None
        return documents.path_of(document, self._store, passage, state)

    def has_outdated_marks_sheet(self, passage: str) -> bool:
        """Tell whether a marks sheet was issued that shows an earlier version of a passage.

        Raises:
            StoreError: the passage or the list of documents cannot be read.
        """
        state = self._states.state(passage)
        return state is not None and marks.is_outdated(self._store, passage, len(state.versions))

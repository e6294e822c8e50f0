"""After the lock: the documents are made, the fiche is read-only, the next candidate is a key away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.errors import DocumentError, E33Error
from e33tui.domain.passage import Step
from e33tui.domain.verso_content import verso
from e33tui.domain.wording import head_named
from e33tui.keymap import fill
from e33tui.screens import unlocking
from e33tui.screens.base import bindings
from e33tui.screens.closing_view import TRANSMITTED
from e33tui.screens.dialogs import confirm
from e33tui.screens.in_thread import in_thread
from e33tui.screens.keybar import Labels
from e33tui.screens.panes import reading_width
from e33tui.screens.reading import ReadingScreen
from e33tui.screens.verso_text import course_lines, verso_lines
from e33tui.screens.view import QUIET, STRONG, lines, near_home, say
from e33tui.store import DocumentInTheWay

_SEALED = "Fiche verrouillée et scellée (version {})."
_LOCKED = "Fiche verrouillée (version {})."
_UNSEALED = "Fiche verrouillée (version {}), scellement en attente."
_CLOSED = f"Séance close : {{reopen}} rectifie. {TRANSMITTED}"
_VERSO_WAITS = "Le verso est en préparation : il ne serait fait qu’à la prochaine ouverture."
_DOSSIER_WAITS = "Le dossier est en préparation : il faudrait le redemander."
_DOSSIER = "Dossier, réservé à la commission et non communicable"
_NO_VERSO = "Cette fin de passage ne donne pas de fiche communicable."
_REPORT_INSTEAD = " Fiche d’incident : {command_palette}, « documents du passage »."
_PAGE = "Le verso est une page HTML, faute de mieux."
_MARKS_SHEET = "Le bordereau de notes montre encore une version précédente : {papers}, sur la liste, le refait."


class VersoScreen(ReadingScreen):
    """Verso: the locked fiche and its document."""

    TITLE = "verso"
    HINT = "Imprimez le verso depuis son dossier ; {next} : candidat suivant."
    PLACE = Place.VERSO
    STEP = Step.VERSO
    BINDINGS = bindings(Place.VERSO)

    _reopens = False

    def body(self) -> ComposeResult:
        yield Static("", id="state", classes="text")
        yield Static("", id="document", classes="text")
        with VerticalScroll(id="scroll", classes="gap"):
            yield Static("", id="preview", classes="text")

    def ready(self) -> None:
        super().ready()
        # Where the two documents lie, as far as this screen knows; what is being made now.
        self._document, self._dossier, self._making = "", "", ""
        # What keeps the verso from being a PDF on this machine.
        self._lacking = ""
        # Whether this version is in the register; None: not known yet.
        self._sealed: bool | None = None
        self._looking = False
        # Whether a marks sheet that was issued shows an earlier version.
        self._marks_outdated = False
        self.query_one("#scroll").focus()
        if self.desk.read_only:
            self._look()
        elif self.state.gives_verso:
            self._begin(self._found_or_made)
        else:
            self.run_worker(self._withdraw(), group="making")
            self._look()
        if self._reopens and self.can("reopen"):
            self.action_reopen()

    def hint(self) -> None:
        # From the harmonisation it is not the next candidate that comes.
        if self.e33.ways.back is None:
            super().hint()

    def begin_by_reopening(self) -> None:
        """Ask for the reason of a reopening as soon as the screen is there."""
        self._reopens = True

    def on_screen_resume(self, event: ScreenResume) -> None:
        if self.is_shown:
            self._look()

    def _look(self) -> None:
        """Ask the disk what is not known yet: a version registered, or a verso made, stays so."""
        if not self._looking and not (self._sealed and self._is_found):
            self._looking = True
            self.run_worker(self._look_on_disk(), group="looking")

    @property
    def _is_found(self) -> bool:
        return bool(self._document) and not self._document.startswith("!")

    async def _look_on_disk(self) -> None:
        self._sealed = self._sealed or await in_thread(self.desk.is_sealed)
        if not self._is_found:
            self._tell_found(await in_thread(self._found))
        if self.state.closed:
            self._marks_outdated = await in_thread(self._find_marks_outdated)
        if not self._dossier:
            self._tell_dossier(await in_thread(self._found_dossier))
        self._looking = False
        if not self.going:
            self.show_body()

    def _tell_found(self, words: str) -> None:
        # What was made or asked for meanwhile says more.
        if not self._is_found:
            self._document = words

    def _tell_dossier(self, words: str) -> None:
        if not self._dossier:
            self._dossier = words

    async def _withdraw(self) -> None:
        """Take an earlier verso back: this ending gives none, so that asking for one is refused."""
        try:
            await self._export(self._found_or_made, self._made)
        except DocumentError:
            pass
        except E33Error as error:
            self.refuse(error)

    def show_body(self) -> None:
        version = len(self.state.versions)
        sealed = _LOCKED if self._sealed is None else _SEALED if self._sealed else _UNSEALED
        told = [
            say(sealed.format(version), STRONG),
            *([say(head_named(self.state.rubric, fill(_CLOSED)))] if self.state.closed else []),
            *([say(fill(_MARKS_SHEET))] if self._marks_outdated else []),
        ]
        self.query_one("#state", Static).update(lines(told))
        words = self._document
        if not self.state.gives_verso:
            words = _NO_VERSO + (fill(_REPORT_INSTEAD) if self.state.cut_short else "")
        told = [say(each, QUIET) for each in (words, self._dossier) if each]
        self.query_one("#document", Static).update(lines(told))
        self.query_one("#preview", Static).update(self._text())

    def _found(self) -> str:
        """Say where the verso already made lies, or why that cannot be told; else nothing."""
        try:
            return self._where(self.service.exports.verso_path(self.desk.id))
        except E33Error as error:
            return f"! {error.message}"

    def _found_dossier(self) -> str:
        # What keeps a list or a folder from being read is told of the verso.
        try:
            return self._where(self.service.exports.dossier_path(self.desk.id), _DOSSIER)
        except E33Error:
            return ""

    def _find_marks_outdated(self) -> bool:
        try:
            return self.service.exports.has_outdated_marks_sheet(self.desk.id)
        except E33Error:
            return False

    def _where(self, path: Path | None, what: str = "Verso") -> str:
        """Say where a document lies, from the account's own folder on where it is in there."""
        if path is None:
            return ""
        if path.suffix == ".html":
            what = f"{what} (page HTML)"
        return f"{what} : {near_home(path)}"

    def _text(self) -> Content:
        width = reading_width(self.size.width - 4)
        try:
            shown = verso_lines(verso(self.state), width)
        except DocumentError:
            shown = []
        return lines([*shown, *course_lines(self.state, width)])

    def labels(self) -> Labels:
        reopen = (
            ("rectifier la fiche", "rectifier")
            if self.state.closed
            else ("rouvrir la fiche", "rouvrir")
        )
        onward = "harmonisation" if self.e33.ways.back else ("candidat suivant", "suivant")
        return {"next": onward, "reopen": reopen}

    def can(self, action: str) -> bool:
        if action == "document":
            return self.state.gives_verso
        if action == "dossier":
            return not self.state.put_off
        if action == "reopen":
            return not self.desk.read_only
        return super().can(action)

    def action_next(self) -> None:
        if self.e33.ways.back is not None:
            self.e33.ways.go_back_out()
        else:
            self.action_next_candidate()

    def action_document(self) -> None:
        if not self._making:
            self._begin(self._made)
            self.show_body()

    def _begin(self, make: Callable[[], str]) -> None:
        self._making = _VERSO_WAITS
        self._document = "Le verso est en préparation…"
        self.run_worker(self._make(make), group="making")

    def action_dossier(self) -> None:
        if self._making:
            self.notice("Un document est en préparation : redemandez le dossier dans un instant.")
            return
        self._making = _DOSSIER_WAITS
        self._dossier = "Le dossier est en préparation…"
        self.run_worker(self._make_dossier(), group="making")
        self.show_body()

    def unfinished(self) -> str:
        return self._making

    async def _make(self, make: Callable[[], str]) -> None:
        lacked = self._lacking
        try:
            self._document = await self._export(make, self._made)
            if self._lacking or lacked:
                self.notice(f"! {_PAGE} {self._lacking}" if self._lacking else "")
        except E33Error as error:
            self._document = ""
            self.refuse(error)
        finally:
            self._making = ""
        if not self.going:
            self.show_body()
        self._look()

    async def _make_dossier(self) -> None:
        try:
            self._dossier = await self._export(self._made_dossier, self._made_dossier)
        except E33Error as error:
            self._dossier = ""
            self.refuse(error)
        finally:
            self._making = ""
        if not self.going:
            self.show_body()

    async def _export(self, make: Callable[[], str], made: Callable[..., str]) -> str:
        """Return where a document lies that was made; nothing if it may not replace a file.

        Args:
            make: finds or makes it.
            made: makes it, with ``replace=True`` in the place of a file that is not ours.
        """
        try:
            return await in_thread(make)
        except DocumentInTheWay as error:
            question = confirm("Remplacer ce fichier ?", error.message, yes="Oui, le remplacer")
        if await self.app.push_screen_wait(question) != "yes":
            return ""
        return await in_thread(made, replace=True)

    def _found_or_made(self) -> str:
        """Begin with what is there; in one thread, which goes on when this screen is left."""
        return self._found() or self._made()

    def _made(self, *, replace: bool = False) -> str:
        path, self._lacking = self.service.exports.verso_or_page(self.desk.id, replace=replace)
        return self._where(path)

    def _made_dossier(self, *, replace: bool = False) -> str:
        path = self.service.exports.dossier(self.desk.id, replace=replace)
        return self._where(path, _DOSSIER)

    def action_reopen(self) -> None:
        unlock = unlocking.amend if self.state.closed else unlocking.reopen
        self.run_worker(unlock(self), exclusive=True, group="unlocking")

"""The profile: crosses by criterion, the focused descriptors in full, the note; nothing is added up."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import Static

from e33tui.actions import Place, clears_level, level_of
from e33tui.domain.commands import PlaceProfile, SetNote
from e33tui.domain.errors import E33Error
from e33tui.domain.note import outside_band, parse, show
from e33tui.domain.passage import Step
from e33tui.screens.base import WIDE, bindings
from e33tui.screens.fields import LineInput, Refused
from e33tui.screens.grid_view import criteria_strip, detail
from e33tui.screens.levels import LevelScreen
from e33tui.screens.view import FOCUS, QUIET, fit, lines, say

LIST_WIDTH = 40
"""Columns of the grid: focus and number, a label of 24, four levels."""
CELL = 3
DRAFT = "note"
GRID = "grid:"
"""Begins a place of this screen that another screen leads to, such as ``grid:c3``."""


class ProfileScreen(LevelScreen):
    """Ten criteria, four levels, one cross each; the profil global below them is optional."""

    TITLE = "profil"
    PLACE = Place.PROFILE
    STEP = Step.PROFILE
    BINDINGS = bindings(Place.PROFILE)

    def body(self) -> ComposeResult:
        with Container(id="panes", classes="grid"):
            yield Static("", id="list")
            yield Static("", id="detail")
        with Horizontal(id="entry"):
            yield Static("", id="prompt")
            yield LineInput(self._written_note(), name="note", field="Note", limit=10)
            yield Static("", id="out-of")

    def _written_note(self) -> str:
        draft = self.desk.draft(DRAFT)
        return self._committed() if draft is None else draft

    def _committed(self) -> str:
        note = self.state.note
        return "" if note is None else show(note, self.state.rubric.note)

    def ready(self) -> None:
        lacking = [c.id for c in self.criteria if c.id not in self.state.levels]
        wanted = self.desk.place.removeprefix(GRID) if self.desk.place.startswith(GRID) else ""
        self.start_at(wanted or (lacking[0] if lacking else ""))
        self.query_one("#out-of", Static).update(say(f"/ {self.state.rubric.note.maximum}"))
        if wanted == DRAFT or (not lacking and self.state.note is None):
            self.query_one("#note", LineInput).focus()
        if wanted:
            self.desk.set_place("")

    @property
    def on_profile(self) -> bool:
        """Whether the focus is on the line of the profil global, below the criteria."""
        return self.place == len(self.criteria)

    # -- What is shown ----------------------------------------------------------------------

    def show_body(self) -> None:
        wide = self.size.width >= WIDE
        in_note = self.query_one("#note", LineInput).has_focus
        focus = "" if self.on_profile or in_note else self.criterion.id
        left = self._grid(focus) if wide else criteria_strip(self.state, focus, self.size.width)
        if not wide:
            left.append(self._profile_line(self.size.width))
        self.query_one("#list", Static).update(lines(left))
        height = self.size.height - 3 - self.notice_height - (0 if wide else len(left))
        width = self.size.width - (LIST_WIDTH + 3 if wide else 2)
        if self.on_profile:
            shown = self._about_profile()
        else:
            shown = detail(self.state, self.criterion, width, height, levels_first=True)
        self.query_one("#detail", Static).update(lines(shown))
        here = self.query_one("#note", LineInput).has_focus
        self.query_one("#prompt", Static).update(say("Note ▸" if here else "Note :"))

    def _grid(self, focus: str) -> list[Content]:
        levels = self.state.rubric.levels
        heads = "".join(f"{level.number:^{CELL}}" for level in levels)
        width = LIST_WIDTH - len(heads)
        found = [say(fit("", width) + heads, QUIET)]
        for competence in self.state.rubric.competences:
            found.append(say(fit(f" {competence.label.upper()}", LIST_WIDTH), QUIET))
            for criterion in competence.criteria:
                here = criterion.id == focus
                label = fit(f"{'▸' if here else ' '}{criterion.number:>2} {criterion.label}", width)
                cells = self._cells(self.state.levels.get(criterion.id))
                found.append(say(label + cells, FOCUS if here else ""))
        found.append(Content(""))
        found.append(self._profile_line(LIST_WIDTH))
        return found

    def _cells(self, chosen: int | None) -> str:
        levels = self.state.rubric.levels
        return "".join(f"{'×' if level.number == chosen else '·':^{CELL}}" for level in levels)

    def _profile_line(self, width: int) -> Content:
        cells = self._cells(self.state.global_profile)
        label = fit(f"{'▸' if self.on_profile else ' '}   Profil global", width - len(cells))
        return say(label + cells, FOCUS if self.on_profile else "")

    def _about_profile(self) -> list[Content]:
        names = [f"{level.number} {level.name}" for level in self.state.rubric.levels]
        return [
            say("Profil global (facultatif)"),
            say("Placé par la commission, jamais calculé.", QUIET),
            Content(""),
            *(say(name) for name in names),
        ]

    # -- Keys ---------------------------------------------------------------------------------

    def go_to_place(self, place: int) -> None:
        self.place = min(max(place, 0), len(self.criteria))
        self.refresh_all()

    def on_key(self, event: events.Key) -> None:
        entry = self.query_one("#note", LineInput)
        if event.key in ("up", "down"):
            event.stop()
            if entry.has_focus or (event.key == "down" and self.on_profile):
                self.action_note()
            else:
                self.move(-1 if event.key == "up" else 1)
        elif not entry.has_focus and self._cross_key(event.key, event.character):
            event.stop()

    def _cross_key(self, key: str, character: str | None) -> bool:
        if not self.on_profile:
            return self.level_key(key, character)
        level = level_of(character, len(self.state.rubric.levels))
        if level is None and not clears_level(key, character):
            return False
        if self.do(PlaceProfile(level)):
            self.action_note()
        return True

    def after_level(self) -> None:
        """After the last cross the note comes; the profil global stays one key away."""
        if self.place == len(self.criteria) - 1:
            self.action_note()
        else:
            self.move(1)

    def on_descendant_focus(self) -> None:
        self.show_body()
        self.show_keys()

    def on_descendant_blur(self) -> None:
        self.show_body()
        self.show_keys()

    def labels(self) -> dict[str, str]:
        in_note = self.query_one("#note", LineInput).has_focus
        return {"note": "grille" if in_note else "note"}

    def action_note(self) -> None:
        entry = self.query_one("#note", LineInput)
        if entry.has_focus:
            self._take_note()
            self.set_focus(None)
        else:
            entry.focus()
        self.refresh_all()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        self.e33.keep_draft(DRAFT, None if event.value == self._committed() else event.value)

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        if self._take_note():
            self.action_next()

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def _take_note(self) -> bool:
        """Take the note as typed; ``False`` when it was refused, and it stays in its field."""
        entry = self.query_one("#note", LineInput)
        try:
            note = parse(entry.value, self.state.rubric.note) if entry.value.strip() else None
        except E33Error as error:
            self.refuse(error)
            return False
        if note != self.state.note and not self.do(SetNote(note)):
            return False
        self.e33.keep_draft(DRAFT, None)
        if outside_band(note, self.state.global_profile, self.service.sitting.bands):
            self.notice("La note est hors de la plage retenue pour ce profil global.", warning=True)
        return True

    def action_next(self) -> None:
        if self._take_note():
            self.go_after()

    def action_undo(self) -> None:
        super().action_undo()
        self.query_one("#note", LineInput).value = self._committed()

    def extra_help(self) -> tuple[tuple[str, str], ...]:
        return self.level_help()

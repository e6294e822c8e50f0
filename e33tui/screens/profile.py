"""The profile: crosses by criterion, the focused descriptors in full, the note; nothing is added up."""

from __future__ import annotations

import contextlib

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.commands import PlaceProfile, SetNote
from e33tui.domain.errors import E33Error
from e33tui.domain.note import NoteBand, outside_band, parse, show, show_band
from e33tui.domain.passage import Passage, Step
from e33tui.domain.undone import Undone
from e33tui.keymap import DOWN, UP, enter, key
from e33tui.level_keys import clears_level, level_of, unshifted
from e33tui.look import look
from e33tui.screens.base import bindings
from e33tui.screens.fields import FieldLine, LineInput, Refused
from e33tui.screens.grid_view import criteria_strip, level_names
from e33tui.screens.keybar import Labels
from e33tui.screens.levels import AROUND, LevelScreen
from e33tui.screens.panes import WIDE, Panes
from e33tui.screens.profile_view import cross_rows, crosses, picture_lines
from e33tui.screens.view import begin_of, lines, say
from e33tui.service.draft import GRID, NOTE
from e33tui.signs import NO_LEVEL, OF, PROMPT, SEPARATOR

PROFILE = "profile"
PROFILE_LABEL = "profil global"
NOTE_WIDTH = {False: 10, True: 6}
"""Columns of the note's field, in the plain mode fewer, as the style sheet has them."""

OUTSIDE = "La note est hors de la plage retenue pour ce profil global ({})."


def outside_words(passage: Passage, bands: tuple[NoteBand, ...]) -> str:
    """Return the one line about a note outside the *plage* of the profil global; else nothing."""
    if not outside_band(passage.note, passage.global_profile, bands):
        return ""
    mine = (band for band in bands if band.level == passage.global_profile)
    return OUTSIDE.format(", ".join(show_band(band, passage.rubric.note) for band in mine))


class ProfileScreen(LevelScreen):
    """Ten criteria, four levels, one cross each; the profil global below them is optional."""

    TITLE = "profil"
    HINT = "Un chiffre place la croix, puis passe au critère suivant ; {note} : la note."
    PLACE = Place.PROFILE
    STEP = Step.PROFILE
    BINDINGS = bindings(Place.PROFILE)

    _came_by_itself = False

    def body(self) -> ComposeResult:
        with Container(id="panes"):
            with Vertical(id="side"):
                yield Static("", id="list")
            yield Static("", id="detail")
        with FieldLine(id="entry"):
            yield Static("", id="prompt")
            yield LineInput(self._written_note(), name="note", field="Note", limit=10)
            yield Static("", id="out-of")
            yield Static("", id="overall")

    def _written_note(self) -> str:
        draft = self.desk.draft(NOTE) if self.writable else None
        return self._committed() if draft is None else draft

    def _committed(self) -> str:
        note = self.state.note
        return "" if note is None else show(note, self.state.rubric.note)

    def ready(self) -> None:
        lacking = [c.id for c in self.criteria if c.id not in self.state.levels]
        wanted = self.desk.place.removeprefix(GRID) if self.desk.place.startswith(GRID) else ""
        self.start_at(wanted or (lacking[0] if lacking else ""))
        if wanted == PROFILE:
            self.place = len(self.criteria)
        self._note.display = self.state.takes_note
        self._note.disabled = not self.writable
        owed = not lacking and self.state.note is None
        if (wanted == NOTE or (owed and not wanted)) and self.state.takes_note:
            self._note.focus()
        if wanted:
            self.desk.set_place("")

    @property
    def focus_id(self) -> str:
        if self._note.has_focus:
            return NOTE
        return PROFILE if self.on_profile else self.criterion.id

    @property
    def _note(self) -> LineInput:
        return self.query_one("#note", LineInput)

    @property
    def note_has_focus(self) -> bool:
        """Whether the note is being typed."""
        return self._note.has_focus

    @property
    def on_profile(self) -> bool:
        """Whether the focus is on the line of the profil global, below the criteria."""
        return self.place >= len(self.criteria)

    # -- What is shown ----------------------------------------------------------------------

    def title_left(self) -> Content:
        """Return the screen's name; in the plain mode with what the digits go to."""
        if not look().plain:
            return super().title_left()
        where = "note" if self._note.has_focus else PROFILE_LABEL if self.on_profile else "grille"
        return super().title_left() + say(f"{SEPARATOR}{where}")

    def title_right(self) -> Content:
        # Where there is no room for both, why nothing can be changed goes before the levels' names.
        roomy = self.size.width >= WIDE
        if self.closed_words() and not roomy:
            return Content("")
        if look().plain and (self._note.has_focus or (self.on_profile and not roomy)):
            # A digit is none of them now, or what it is has no room beside them.
            return Content("")
        if self.touch:
            # The levels' names stand on their targets, and the note's field is not always there.
            words = f"Note : {self._committed() or NO_LEVEL}" if self.state.takes_note else ""
            return say(words)
        return say(level_names(self.state.rubric))

    def show_body(self) -> None:
        if self.touch:
            self.touch.show_body()
            self._show_note(wide=True)
            return
        height = self.size.height - AROUND - self.notice_height
        panes = self.divided(height, cross_rows(self.state.rubric), levels_first=True)
        left = panes.parted(self._criteria(panes), height)
        self.show_criteria(left, strip=panes.strip)
        height -= 0 if panes.beside else len(left)
        room, choosing = panes.detail_width, self._chooses_profile()
        if self._shows_picture:
            shown = picture_lines(self.state, room, height, choosing=choosing)
        else:
            shown = self.detail(room, height, levels_first=True)
        self.query_one("#detail", Static).update(lines(shown))
        self._show_note(wide=not panes.strip)

    def _criteria(self, panes: Panes) -> list[Content]:
        focus = "" if self._shows_picture else self.criterion.id
        if panes.strip:
            return criteria_strip(self.state, focus, panes.list_width)
        return crosses(
            self.state,
            focus,
            panes.list_width,
            choosing=self._chooses_profile(),
            headings=panes.rows == max(cross_rows(self.state.rubric)),
        )

    def point(self) -> Offset | None:
        """On the criterion or the profil global; else where the note is typed."""
        if self._note.has_focus:
            return None
        if found := self.list_point():
            return found
        return begin_of(self.query_one("#overall" if self.on_profile else "#detail"))

    def least_detail(self, width: int, *, levels_first: bool) -> int:
        if self._shows_picture:
            return len(picture_lines(self.state, width, 0, choosing=self._chooses_profile()))
        return super().least_detail(width, levels_first=levels_first)

    @property
    def _shows_picture(self) -> bool:
        return self.on_profile or self._note.has_focus

    def _chooses_profile(self) -> bool:
        return self.on_profile and not self._note.has_focus

    def _show_note(self, *, wide: bool) -> None:
        """Show the note's line; on a small screen the profil global stands there too."""
        prompt, out_of = "Note :", ""
        if self._note.has_focus:
            prompt = "Note à taper :" if look().plain else f"Note{PROMPT}"
        if self.state.takes_note:
            out_of = f"{OF}{self.state.rubric.note.maximum}".lstrip()
        else:
            prompt = f"Pas de note{' pour cette fin de passage' if wide else ''}."
        # A blank at each side of the three, and the field.
        taken = len(prompt) + len(out_of) + 6 + self.state.takes_note * NOTE_WIDTH[look().plain]
        overall = "" if wide else self._overall(self.size.width - taken)
        self.query_one("#prompt", Static).update(say(prompt))
        self.query_one("#out-of", Static).update(say(out_of))
        self.query_one("#overall", Static).update(say(overall))

    def _overall(self, room: int) -> str:
        """Return the profil global and, with room for it, which key leads there."""
        placed = self.state.global_profile
        level, mark = str(NO_LEVEL if placed is None else placed), str(PROMPT)
        if look().plain:
            from e33tui.screens.plain_grid import profile_level

            # What to type is said, where no reverse line shows that it would be placed here.
            level, mark = profile_level(self.state), f", 1 à {len(self.state.rubric.levels)} :"
        if self._chooses_profile():
            return f"Profil global{mark} {level}"
        way = f"{UP}" if self._note.has_focus else f"{DOWN} après {self.criteria[-1].number}"
        led = f"Profil global ({way}) : {level}"
        return led if len(led) <= room else f"Profil global : {level}"

    # -- Keys ---------------------------------------------------------------------------------

    def move(self, by: int) -> None:
        """Move the focus; below the criteria comes the profil global, and then the note."""
        place = min(self.place, len(self.criteria)) + by
        if place > len(self.criteria):
            self.action_note()
        else:
            self.go_to_place(max(place, 0))

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down"):
            event.stop()
            if self._note.has_focus:
                # Above the note stands the profil global, below it nothing.
                self.place = len(self.criteria) if event.key == "up" else self.place
                self.leave_note()
            else:
                self.move(-1 if event.key == "up" else 1)
        elif not self._note.has_focus and self._cross_key(event.key, event.character):
            event.stop()

    def _cross_key(self, key: str, character: str | None) -> bool:
        if not self.on_profile:
            return self.level_key(key, character)
        level = level_of(character, len(self.state.rubric.levels))
        if level is None and not clears_level(key, character):
            return False
        if self.place_profile(level) and level is not None:
            self.action_note()
        return True

    def place_profile(self, level: int | None) -> bool:
        """Place the profil global, or take it back; ``False`` when that was refused."""
        return self.do(PlaceProfile(level))

    def after_level(self) -> None:
        """After the last cross the note comes, unless a criterion further up has none."""
        lacking = [p for p, c in enumerate(self.criteria) if c.id not in self.state.levels]
        if self.place < len(self.criteria) - 1:
            self.move(1)
        elif lacking:
            self.go_to_place(lacking[0])
        elif self.state.takes_note:
            self._note.focus()
            self._came_by_itself = True
            self.refresh_all()
        else:
            self.refresh_all()

    def on_descendant_focus(self) -> None:
        self.show_title()
        self.show_body()
        self.show_keys()

    def on_descendant_blur(self) -> None:
        self.show_title()
        self.show_body()
        self.show_keys()

    def labels(self) -> Labels:
        return {"note": "grille" if self._note.has_focus else "note"}

    def can(self, action: str) -> bool:
        if action == "note" and self.is_mounted:
            return self.state.takes_note and self.writable
        return super().can(action)

    def action_note(self) -> None:
        if self._came_by_itself and not self._note.value:
            # Who asks for the note is there already.
            self._came_by_itself = False
            self.notice(
                f"Tapez la note, sur {self.state.rubric.note.maximum}, puis {enter(key('next'))}."
            )
        elif self._note.has_focus:
            self.leave_note()
        elif self.state.takes_note:
            self._note.focus()
            self.refresh_all()

    def leave_note(self) -> None:
        """Take the note and go back to the grid."""
        self._take_note()
        self.set_focus(None)
        self.refresh_all()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        if self._notice.warning:
            # What was refused is being corrected.
            self.notice("")
        self.keep_draft(NOTE, None if event.value == self._committed() else event.value)

    def keep_entry(self) -> None:
        written = self._note.value.strip()
        with contextlib.suppress(E33Error):
            if not written or parse(written, self.state.rubric.note) == self.state.note:
                return
        if self.writable and self.state.takes_note:
            self.keep_draft(NOTE, self._note.value)

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self.action_next()

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def _take_note(self) -> bool:
        """Take the note as typed; ``False`` when it was refused, and it stays in its field."""
        if not (self.writable and self.state.takes_note):
            return True
        try:
            written = self._note.value.strip()
            if (read := unshifted(written)) != written:
                # A note is never read by the program alone: the commission sees it first.
                self._note.value = read
                self.notice(
                    f"Sans Maj, {written} se lit {read} : {enter(key('next'))} prend la note."
                )
                return False
            note = parse(written, self.state.rubric.note) if written else None
        except E33Error as error:
            self.refuse(error)
            return False
        if note != self.state.note and not self.do(SetNote(note)):
            return False
        self.keep_draft(NOTE, None)
        return True

    def refresh_all(self) -> None:
        super().refresh_all()
        outside = outside_words(self.state, self.service.sitting.bands)
        if outside and not self._notice.text:
            self.notice(outside, warning=True)

    def take_entry(self) -> bool:
        return self._take_note()

    def action_next(self) -> None:
        if self._take_note():
            self.go_after()

    def action_undo(self) -> None:
        if self._note.has_focus and self._note.value.strip() != self._committed():
            self.notice(
                f"Une note est en cours : {enter('« grille »')} la prend, ou effacez-la d’abord."
            )
        else:
            super().action_undo()

    def show_undone(self, undone: Undone) -> None:
        if self.desk.draft(NOTE) is None:
            self._note.value = self._committed()
        if undone.id == PROFILE:
            self.place = len(self.criteria)
        super().show_undone(undone)

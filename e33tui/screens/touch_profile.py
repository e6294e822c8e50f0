"""The grid under a finger: a criterion with its four levels, or the note and the profil global."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, cast

from e33tui.screens.profile import ProfileScreen
from e33tui.screens.profile_view import picture_lines
from e33tui.screens.touch_bar import Slot
from e33tui.screens.touch_levels import PLACES, READS, LevelLayer
from e33tui.screens.touch_pads import ROWS, Pad


class ProfileLayer(LevelLayer):
    """The targets of the grid."""

    boards: ClassVar[tuple[tuple[str, str], ...]] = (
        ("criteria", "#panes"),
        ("levels", "#entry"),
        ("profile", "#entry"),
    )
    names = ("note", "profile", "clear-level", "next_candidate", "back", "help", "history")
    about = (
        ("degré", PLACES),
        *READS,
        ("note", "« note » mène à son champ et au profil global ; « grille » en revient."),
    )

    @property
    def grid(self) -> ProfileScreen:
        """The screen, with its own type."""
        return cast(ProfileScreen, self.screen)

    @property
    def on_note(self) -> bool:
        """Whether note and profil global are shown, and not a criterion's levels."""
        return self.grid.on_profile or self.grid.note_has_focus

    def show_body(self) -> None:
        on_note = self.on_note
        self.screen.set_class(not on_note, "-placing")
        width = self.screen.size.width
        self.board("profile").show([self._profile_pads()] if on_note else [], width)
        levels = self.show_levels(shown=not on_note)
        if on_note:
            self._show_picture(width)
        else:
            self.show_criteria(self.grid.criterion.id)
            self.show_detail(levels, placing=True)

    def _show_picture(self, width: int) -> None:
        """Show where the crosses stand, whole; where that leaves room, the criteria above it."""
        state = self.grid.state
        # Its first line tells keys of what the targets below say themselves.
        whole = picture_lines(state, width - 2, self._room, choosing=True)[1:]
        self.show_criteria("")
        below = 2 * ROWS
        if self.between(below) < len(whole):
            self.board("criteria").show([], width)
        self.show_lines(lambda room: whole[:room], below)

    def _profile_pads(self) -> list[Pad]:
        """Return the profil global as targets: each level, and none."""
        state = self.grid.state
        pads = [
            Pad(
                f"profile-{level.number}",
                (f"profil global {level.number} {level.name}", f"profil {level.number}"),
                partial(self.grid.place_profile, level.number),
                chosen=level.number == state.global_profile,
            )
            for level in state.rubric.levels
        ]
        if state.global_profile is not None and self.grid.writable:
            clear = partial(self.grid.place_profile, None)
            pads.append(Pad("clear-profile", ("effacer le profil", "aucun"), clear, solid=True))
        return pads

    def choose(self, place: int) -> None:
        """Take the note, if it is being typed, and put the focus on a criterion."""
        if self.grid.note_has_focus:
            self.grid.leave_note()
        super().choose(place)

    def step(self, by: int) -> None:
        if self.grid.note_has_focus:
            self.choose(len(self.grid.criteria) - 1 if by < 0 else 0)
        else:
            super().step(by)

    def own_slots(self) -> dict[str, Slot]:
        words, last = ("profil global", "profil"), partial(self.choose, len(self.grid.criteria))
        profile = None if self.on_note else Pad("profile", words, last, solid=True)
        clear = self.clear_slot()
        if self.on_note:
            clear = Slot(clear.words, None)
        return {"profile": Slot(words, profile), "clear-level": clear}

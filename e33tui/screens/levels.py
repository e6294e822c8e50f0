"""Moving among criteria and placing levels, alike on the timed screens and on the grid."""

from __future__ import annotations

from e33tui.actions import clears_level, level_of
from e33tui.domain.commands import PlaceLevel
from e33tui.domain.rubric import Criterion
from e33tui.screens.desk_screen import DeskScreen


class LevelScreen(DeskScreen):
    """A screen with a focused criterion."""

    def notice(self, text: str, *, warning: bool = False) -> None:
        """Say it, and show the descriptors whole in what is left of the screen."""
        before = self.notice_height
        super().notice(text, warning=warning)
        if self.notice_height != before:
            self.show_body()

    def start_at(self, criterion: str) -> None:
        """Put the focus on a criterion, or the first."""
        ids = [entry.id for entry in self.criteria]
        self.place = ids.index(criterion) if criterion in ids else 0

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The rubric's criteria, in order."""
        return self.state.rubric.criteria

    @property
    def criterion(self) -> Criterion:
        """The focused criterion."""
        return self.criteria[min(self.place, len(self.criteria) - 1)]

    def move(self, by: int) -> None:
        """Move the focus; it stops at both ends."""
        self.go_to_place(self.place + by)

    def go_to_place(self, place: int) -> None:
        """Put the focus on the criterion at ``place``."""
        self.place = min(max(place, 0), len(self.criteria) - 1)
        self.refresh_all()

    def level_key(self, key: str, character: str | None) -> bool:
        """Place or clear a level if the key says so; return whether it did."""
        level = level_of(character, len(self.state.rubric.levels))
        if level is not None:
            # The same level again keeps the cross and moves on all the same.
            same = self.state.levels.get(self.criterion.id) == level
            if same or self.do(PlaceLevel(self.criterion.id, level)):
                self.after_level()
            return True
        if clears_level(key, character):
            if self.criterion.id in self.state.levels:
                self.do(PlaceLevel(self.criterion.id, None))
            return True
        return False

    def after_level(self) -> None:
        """Move on to the next criterion."""
        self.move(1)

    def level_help(self) -> tuple[tuple[str, str], ...]:
        """Return the keys that the action table does not hold."""
        names = "  ".join(f"{level.number} {level.name}" for level in self.state.rubric.levels)
        return (
            ("↑ ↓", "Change de critère."),
            (
                f"1 à {len(self.state.rubric.levels)}",
                f"Place le degré : {names}. Sur AZERTY, sans Maj : & é \" '.",
            ),
            ("0 Suppr", "Retire la croix."),
        )

"""The program in any of its looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from benchmarks.interface import Interface
from benchmarks.scene import Scene

_NUMBER: Final = re.compile(r"\b\d{7}\b")


class Looking(Interface):
    """The program on a copy of the demonstration, with options of its command line."""

    def __init__(self, place: Scene, look: Sequence[str] = ()) -> None:
        self._look = look
        super().__init__(place)

    def behind(self, program: list[str], environment: dict[str, str]) -> list[str]:
        *before, folder = super().behind(program, environment)
        return [*before, *self._look, folder]

    def wait_until_names_are(self, *, shown: bool) -> None:
        """Wait until the list, of which some looks show a part only, is shown or is not."""
        words = "did not come" if shown else "did not go"
        self.settle()
        self.until(lambda: self._lists_candidates() is shown, f"the list {words}")

    def _lists_candidates(self) -> bool:
        return len(set(_NUMBER.findall(self.picture()))) > 1

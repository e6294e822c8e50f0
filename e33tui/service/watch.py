"""Whether this program has been watching: a clock that ran beside it needs no question (design §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from e33tui.domain.clock import Instant, between, must_ask
from e33tui.domain.frozen import dataclass
from e33tui.domain.remark import PartId

if TYPE_CHECKING:
    from e33tui.service.desk import Desk


@dataclass(frozen=True)
class Gap:
    """A silence of a running clock that the commission is asked about (design §7).

    Attributes:
        part: the *temps* whose clock ran.
        milliseconds: how long nothing was seen.
        exact: measured within one boot of the machine.
    """

    part: PartId
    milliseconds: int
    exact: bool


class Watch:
    """What this program last held, and since when it has been awake without a silence.

    Nothing of it is written: another process knows nothing of it, and asks.
    """

    def __init__(self) -> None:
        self._since: Instant | None = None
        self._seen: Instant | None = None
        self._desks: dict[str, Desk] = {}

    def beat(self, now: Instant) -> None:
        """Note that the program is awake; after a silence it has been so only from now on."""
        if self._seen is None or must_ask(self._seen, now):
            self._since = now
        self._seen = now
        # In place, item by item: a passage may be opened in another thread meanwhile.
        for passage, desk in tuple(self._desks.items()):
            if desk.read_only and not desk.state.running:
                self._desks.pop(passage, None)

    def keep(self, desk: Desk) -> None:
        """Remember the desk on which a passage is held here."""
        self._desks[desk.id] = desk

    def covers(self, desk: Desk, now: Instant) -> bool:
        """Tell whether this program let the passage go itself, and has been awake ever since.

        A passage that anybody has touched in between was theirs to watch.
        """
        before = self._desks.get(desk.id)
        if before is None or self._since is None or self._seen is None:
            return False
        if before.trace != desk.trace:
            return False
        return between(self._since, desk.last_seen) >= 0 and not must_ask(self._seen, now)

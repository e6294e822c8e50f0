"""A member whose name changes once a passage has begun: a slip corrected, or somebody else sits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.widget import Widget
from textual.widgets import Static

from e33tui.domain.errors import E33Error, InputError
from e33tui.domain.identity import Commission, Juror
from e33tui.domain.replacement import hour, since
from e33tui.domain.sitting import Sitting
from e33tui.domain.sitting_commands import ReplaceMember
from e33tui.screens.base import PlaceScreen
from e33tui.screens.fields import Choice, LineInput
from e33tui.screens.form import labelled, offer
from e33tui.screens.view import say

_OPEN, _CORRECTED, _REPLACED = "", "corrected", "replaced"
_CHANGES = (
    (_OPEN, "à préciser"),
    (_CORRECTED, "même personne"),
    (_REPLACED, "autre personne"),
)
ASKED = (
    "{} : le nom change. Est-ce la même personne, dont le nom est corrigé, ou une autre, qui la "
    "remplace ?"
)


def earlier_rows(place: int, sitting: Sitting) -> Iterable[Widget]:
    """Return a line for each who left one place of the commission today."""
    for each in sitting.replaced:
        if each.place == place:
            left = f"{each.member.title} {each.member.name}"
            yield labelled(f"Jusqu’à {hour(each.wall)}", Static(say(left)))


def change_rows(place: int) -> Iterable[Widget]:
    """Return the lines that ask what a member's new name means."""
    yield labelled("  Ce nouveau nom", Choice(_CHANGES, _OPEN, name=f"change{place + 1}"))
    since_field = LineInput(
        "", name=f"since{place + 1}", field=f"{_member(place)}, depuis", limit=10, hint="10h30"
    )
    yield labelled("  Siège depuis", since_field)


def _member(place: int) -> str:
    return f"Membre {place + 1}"


class MemberChange:
    """The two lines of one member, on the séance's form."""

    def __init__(self, screen: PlaceScreen, place: int) -> None:
        """Follow, from now on, the member's name on ``screen``."""
        self._screen = screen
        self._place = place
        number = place + 1
        self._name = screen.query_one(f"#name{number}", LineInput)
        self._kind = screen.query_one(f"#change{number}", Choice)
        self._since = screen.query_one(f"#since{number}", LineInput)
        # Watchers are called at once, where a message might come after the next Tab.
        screen.watch(self._name, "value", self.offer)
        screen.watch(self._kind, "index", self.offer)

    @property
    def asked(self) -> bool:
        """Whether the name is another one than on record, and a passage has begun."""
        service = self._screen.service
        members = service.sitting.commission.members
        if not members:
            return False
        return self._name.value.strip() not in ("", members[self._place].name) and service.has_begun

    def offer(self) -> None:
        """Ask where there is something to ask; the hour is now's until another is typed."""
        asked = self.asked
        leaves = asked and self._kind.value == _REPLACED
        offer(self._kind, when=asked)
        if leaves and not self._since.value:
            self._since.value = hour(self._screen.service.now().wall)
            self._clear_trade()
        offer(self._since, when=leaves)

    def _clear_trade(self) -> None:
        """Leave fonction and entreprise to be typed: they are those of who leaves."""
        number = self._place + 1
        for field in self._screen.query(f"#function{number}, #company{number}"):
            assert isinstance(field, LineInput)
            field.value = ""

    def replacement(self, member: Juror, date: str) -> ReplaceMember | None:
        """Return what has ``member`` sit here from an hour on; nothing if nobody leaves.

        Raises:
            InputError: it was not said whether it is somebody else, or the hour cannot be taken.
        """
        self.offer()
        if not self.asked or self._kind.value == _CORRECTED:
            return None
        field = _member(self._place)
        if self._kind.value == _OPEN:
            raise InputError(self._question, ASKED.format(field))
        now = self._screen.service.now().wall
        return ReplaceMember(
            self._place, member, since(self._since.value, self._since.field, date, now)
        )

    def go_to(self, error: E33Error) -> None:
        """Go to the question, if it is what stands open."""
        if isinstance(error, InputError) and error.field == self._question:
            self._kind.focus()

    @property
    def _question(self) -> str:
        return f"{_member(self._place)}, nouveau nom"


def with_leaving(
    commission: Commission, before: Commission, changes: Iterable[ReplaceMember]
) -> Commission:
    """Return ``commission`` as it is until the changes: with those who leave in their places."""
    members = list(commission.members)
    for change in changes:
        members[change.place] = before.members[change.place]
    return replace(commission, members=tuple(members))


def told(changes: Iterable[ReplaceMember], before: Commission) -> Iterable[str]:
    """Yield what to say of each replacement."""
    for change in changes:
        left = before.members[change.place]
        yield (
            f"{change.member.title} {change.member.name} remplace {left.title} {left.name} depuis "
            f"{hour(change.wall)} ; les passages commencés gardent leur commission."
        )

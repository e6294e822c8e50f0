"""The members of a commission, each with a key of their own: clôture and rectification.

The keys prove no identity: the signatures on paper do.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets.option_list import Option

from e33tui.domain.closing import Assent
from e33tui.domain.errors import InputError
from e33tui.domain.identity import Juror
from e33tui.keymap import ENTER, key
from e33tui.level_keys import level_of
from e33tui.screens.dialogs import Dialog
from e33tui.screens.fields import PickList
from e33tui.screens.sheet import KeyLine
from e33tui.screens.view import QUIET, STRONG, say

MOST = 9
"""Members that have a digit; the form has two."""


class Answer(StrEnum):
    """What a member has said so far, as it is shown."""

    WAITING = "à confirmer"
    GIVEN = "a confirmé"
    ABSENT = "absent"


def member_name(member: Juror) -> str:
    """Return title and name, as the member signs."""
    return f"{member.title} {member.name}".strip()


class MemberList(PickList):
    """The members and what each has said; Enter goes on and answers for nobody.

    Attributes:
        answers: what each has said, in the commission's order.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.next", show=False)]

    class Answered(Message):
        """A member has said something else."""

    def __init__(self, members: Sequence[Juror], *, name: str) -> None:
        super().__init__(name=name)
        self.members = tuple(members)[:MOST]
        self.answers = [Answer.WAITING] * len(self.members)

    def on_mount(self) -> None:
        self.add_options(Option(self._line(place)) for place in range(len(self.members)))
        self.highlighted = 0 if self.members else None

    def _line(self, place: int) -> Content:
        said = self.answers[place]
        style = QUIET if said is Answer.WAITING else STRONG
        member = self.members[place]
        word = "absente" if said is Answer.ABSENT and member.title == "Mme" else said.value
        return say(f"{place + 1}  ", STRONG) + say(f"{word:<13}", style) + say(member_name(member))

    def put(self, place: int, answer: Answer) -> None:
        """Take a member's answer; the same once more takes it back."""
        before = self.answers[place]
        self.answers[place] = Answer.WAITING if answer is before else answer
        self.highlighted = place
        self.show_line(place)
        self.post_message(self.Answered())

    def show_line(self, place: int) -> None:
        """Show what a member has said."""
        self.replace_option_prompt_at_index(place, self._line(place))

    def settle(self, assents: Sequence[Assent]) -> None:
        """Show answers on record: nothing more is asked."""
        for place, assent in enumerate(assents[: len(self.members)]):
            self.answers[place] = Answer.ABSENT if assent.absent else Answer.GIVEN
            self.show_line(place)

    def take_key(self, character: str | None) -> bool:
        """Take a member's own key; ``False`` for any other."""
        number = level_of(character, len(self.members))
        if number is not None:
            self.put(number - 1, Answer.GIVEN)
        return number is not None

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        # A finger on a member's line; Enter does something else.
        event.stop()
        self.put(event.option_index, Answer.GIVEN)

    @property
    def waiting(self) -> tuple[int, ...]:
        """The places of those who have not answered."""
        return tuple(n for n, said in enumerate(self.answers) if said is Answer.WAITING)

    @property
    def given(self) -> tuple[str, ...]:
        """Title and name of those who have confirmed."""
        answered = zip(self.members, self.answers, strict=True)
        return tuple(member_name(member) for member, said in answered if said is Answer.GIVEN)


class Deciding(Dialog):
    """Which members decide, one key each; ``dismiss`` gives their places as digits from 1."""

    def __init__(self, title: str, members: Sequence[Juror], text: str = "") -> None:
        super().__init__(title, text)
        self._members = members

    def answers(self) -> ComposeResult:
        yield MemberList(self._members, name="members")
        yield KeyLine(f"1, 2 : décider   {ENTER} : valider   {key('back')} : annuler")

    def on_mount(self) -> None:
        self.query_one(MemberList).focus()

    def on_key(self, event: Key) -> None:
        if self.query_one(MemberList).take_key(event.character):
            event.stop()

    def action_next(self) -> None:
        said = self.query_one(MemberList).answers
        places = [str(n) for n, answer in enumerate(said, 1) if answer is Answer.GIVEN]
        if places:
            self.answer("".join(places))
            return
        self.refuse(
            InputError("Membres", "Membres : chaque membre qui décide appuie sur sa propre touche.")
        )

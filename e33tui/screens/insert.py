"""Observations and phrases for the text being written: read first, chosen, then put where one writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.domain.insertion import Offer, Offered, draft_of
from e33tui.domain.remark import Remark
from e33tui.keymap import ENTER, ESCAPE, TAB, key
from e33tui.screens.fields import LineInput, PickList
from e33tui.screens.grid_view import remark_lines
from e33tui.screens.in_thread import in_thread
from e33tui.screens.narrowing import Narrowing
from e33tui.screens.view import QUIET, STRONG, WARNING, say
from e33tui.signs import ATTENTION, PICKED

MOST: Final = 30
"""Lines that are shown at once: who sees more types another letter."""
REMARKS: Final = 100
"""Observations that are shown at once all the same: more than an oral has of them."""
_ONE_ROW: Final = 2_000
"""Columns in which an observation is not wrapped: the list does that."""
_NOTHING: Final = "Ni observation ni phrase ne correspond."


class Insert(Narrowing):
    """What a text can draw on, whole and before the eyes; the answer is what to put into it.

    It is there before that is read: what is typed meanwhile looks for it, and is no part of the text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "pick", show=False)]
    FIELD = "Début des mots"

    _offered: Offered | None = None

    def __init__(self, read: Callable[[], tuple[Offered, str]]) -> None:
        """Offer what the text can draw on.

        Args:
            read: returns it, and what is wrong with a centre's own phrases, one French sentence,
                mostly nothing; it may wait for a disk.
        """
        super().__init__("Insérer des observations ou une phrase")
        self._read = read
        self._found: Sequence[Offer] = ()
        # In the order of choice; each keeps its place there.
        self._picked: dict[Offer, None] = {}

    def key_words(self) -> str:
        return (
            f"{ENTER} : insérer   {TAB} : en retenir plusieurs   {key('back')} ou {ESCAPE} : fermer"
        )

    def on_mount(self) -> None:
        # The list is made ready by the base, whose handler the framework calls by itself.
        self.run_worker(self._show_read())

    async def _show_read(self) -> None:
        self._offered, fault = await in_thread(self._read)
        if fault:
            said = say(f"{ATTENTION}{fault}", WARNING)
            self.query_one("#dialog-notice", Static).update(said)
        self.show_found(self.query_one(LineInput).value)

    def show_found(self, typed: str) -> None:
        if self._offered is None:
            return
        found = self._offered.find(typed)
        remarks = sum(isinstance(offer, Remark) for offer in found[:REMARKS])
        shown = found[: max(MOST, remarks)]
        if shown != self._found:
            self._found = shown
            self._list.clear_options()
            self._list.add_options(Option(self._line(offer)) for offer in self._found)
        self._list.highlighted = 0 if found else None
        self._show_count(len(found))

    def _show_count(self, found: int) -> None:
        if not found:
            words = _NOTHING
        elif found > len(self._found):
            words = f"{len(self._found)} premières lignes sur {found} : tapez une lettre de plus."
        else:
            words = f"{found} ligne{'s' if found > 1 else ''}"
        self.query_one("#count", Static).update(say(words, QUIET))

    def _line(self, offer: Offer) -> Content:
        lead = say(str(PICKED), STRONG) if offer in self._picked else Content("")
        if isinstance(offer, Remark):
            return lead + remark_lines(offer, _ONE_ROW, with_part=True)[0]
        return lead + say(offer.text)

    # -- Choosing -------------------------------------------------------------------------------

    def action_pick(self) -> None:
        """Keep the line chosen for insertion with others, or not after all; go on to the next."""
        if self._list.highlighted is not None:
            self._pick(self._list.highlighted)
            self.action_step(1)

    def _pick(self, place: int) -> None:
        offer = self._found[place]
        if offer in self._picked:
            del self._picked[offer]
        else:
            self._picked[offer] = None
        self._list.replace_option_prompt_at_index(place, self._line(offer))

    def action_insert(self) -> None:
        """Put in what was kept; nothing kept, the line that is chosen."""
        place = self._list.highlighted
        chosen = tuple(self._picked) or (() if place is None else (self._found[place],))
        if chosen:
            self.answer(draft_of(chosen))

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self.action_insert()

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        # A tap only keeps a line: it is to be read before it stands in the text.
        event.stop()
        self._pick(event.option_index)

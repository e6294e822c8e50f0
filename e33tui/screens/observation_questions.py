"""The questions about observations: which to show, and what becomes of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from e33tui.domain.commands import EditRemark, EraseRemark
from e33tui.domain.errors import InputError
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark, Remark
from e33tui.domain.timeline import ANY, offers
from e33tui.domain.wording import capitalised
from e33tui.keymap import undoes
from e33tui.screens.dialogs import Ask, Menu, confirm
from e33tui.screens.remark_entry import correction, read_remark, written_remark
from e33tui.screens.timeline_view import (
    MARK_WORDS,
    NO_CRITERION,
    author_words,
    part_name,
)

if TYPE_CHECKING:
    from e33tui.screens.observations import ObservationsScreen

About = Callable[["ObservationsScreen", Remark], Coroutine[Any, Any, None]]
"""A question about one observation."""
Option = tuple[str, str]
"""A key, and the words of what it chooses."""

_FIELD: Final = "Observation"
_NOTHING: Final = ("", "n", "Ne rien changer")
_ALL: Final = ("0", "a", "Tout montrer")
_KEYS: Final = "1234567890bcdefghijklmopqrtuvwxyz"
"""What chooses one of many: a digit, then letters, but for those of « ne rien », « tout », « sans ».

What a long grid has beyond them is chosen by the arrows.
"""
_MARK_KEYS: Final = {Mark.PLUS: "+", Mark.MINUS: "-", Mark.QUESTION: "?", Mark.NEUTRAL: "s"}


def _rows(options: Iterable[Option]) -> Iterator[tuple[str, str, str]]:
    """Yield answers to choose from, counted from 1."""
    for place, (letter, told) in enumerate(options, 1):
        yield str(place), letter, told


def _criteria(passage: Passage, offered: Iterable[str | None]) -> Iterator[Option]:
    """Yield criteria to choose from, ``None`` for none: the key of each is its number in the form."""
    criteria = passage.rubric.criteria
    for about in offered:
        if about is None:
            yield "s", capitalised(NO_CRITERION)
            continue
        number, criterion = next(found for found in enumerate(criteria) if found[1].id == about)
        key = _KEYS[number : number + 1]
        # A key that is the number already says it.
        named = key == str(criterion.number)
        yield key, criterion.label if named else f"{criterion.number} {criterion.label}"


# -- Which to show ---------------------------------------------------------------------------------


async def choose(screen: ObservationsScreen) -> None:
    """Ask by what to choose, then which; what was chosen before goes on choosing."""
    by = await screen.app.push_screen_wait(Menu("Filtrer les observations", _ways(screen)))
    if not by:
        return
    there = _there(screen.state)[by]
    options = _rows(_options(screen.state, by, there))
    menu = Menu(f"Filtrer par {_NAMES[by][1]}", (_ALL, *options))
    which = await screen.app.push_screen_wait(menu)
    if which:
        wanted = (ANY, *there)[int(which)]
        screen.show_only(replace(screen.choice, **{by: wanted}))


_NAMES: Final = {
    "criterion": ("c", "critère"),
    "mark": ("m", "marque"),
    "part": ("t", "temps"),
    "author": ("a", "auteur"),
}
"""What can be chosen by, as :class:`e33tui.domain.timeline.Choice` calls it, with its key."""


def _ways(screen: ObservationsScreen) -> tuple[tuple[str, str, str], ...]:
    """Return what tells some observations from others, and what chooses already."""
    there = _there(screen.state)
    told = (
        (by, letter, f"Par {name}")
        for by, (letter, name) in _NAMES.items()
        if len(there[by]) > 1 or getattr(screen.choice, by) is not ANY
    )
    return (_NOTHING, *told)


def _there(passage: Passage) -> dict[str, tuple[Any, ...]]:
    """Return what there is to choose from, by what one can choose."""
    found = offers(passage)
    return {
        "criterion": found.criteria,
        "mark": found.marks,
        "part": found.parts,
        "author": found.authors,
    }


def _options(passage: Passage, by: str, there: Iterable[Any]) -> Iterable[Option]:
    """Return the key and the words of each of those that are there."""
    words: Callable[[Any], str]
    match by:
        case "criterion":
            return _criteria(passage, there)
        case "mark":
            words = MARK_WORDS.__getitem__
        case "part":
            words = partial(part_name, passage)
        case _:
            words = author_words
    return zip(_KEYS, (capitalised(words(each)) for each in there), strict=False)


# -- What becomes of one ---------------------------------------------------------------------------


class EditLine(Ask):
    """A text that is there already: one goes on typing at its end."""

    REPLACES = False


def _given(text: str) -> None:
    """Refuse a mark without a text.

    Raises:
        InputError: there is no text.
    """
    if not read_remark(text)[1]:
        raise InputError(_FIELD, "Observation : elle est vide. Tapez un texte.")


async def edit(screen: ObservationsScreen, remark: Remark) -> None:
    """Ask for the text, which begins with the mark."""
    draft = correction(remark)
    explained = "+ - ou ? en tête marquent."
    written = written_remark(remark.mark, remark.text)
    answer = await screen.app.push_screen_wait(
        EditLine(
            "Corriger l’observation", _FIELD, explained, draft=draft, check=_given, proposed=written
        )
    )
    if answer is None:
        return
    mark, text = read_remark(answer)
    if not _change(screen, replace(remark, text=text, mark=mark)):
        screen.keep_draft(draft, answer)


async def move(screen: ObservationsScreen, remark: Remark) -> None:
    """Ask for the criterion that it belongs to."""
    criteria = screen.state.rubric.criteria
    offered = (*(criterion.id for criterion in criteria), None)
    menu = Menu("Rattacher au critère", (_NOTHING, *_rows(_criteria(screen.state, offered))))
    answer = await screen.app.push_screen_wait(menu)
    if answer:
        _change(screen, replace(remark, criterion=offered[int(answer) - 1]))


async def mark(screen: ObservationsScreen, remark: Remark) -> None:
    """Ask for the mark."""
    options = (
        (each.name, letter, capitalised(MARK_WORDS[each])) for each, letter in _MARK_KEYS.items()
    )
    answer = await screen.app.push_screen_wait(Menu("Marque", (_NOTHING, *options)))
    if answer:
        _change(screen, replace(remark, mark=Mark[answer]))


def _change(screen: ObservationsScreen, wanted: Remark) -> bool:
    """Make it so, unless it is; ``False`` when that was refused."""
    now = screen.state.remark(wanted.id)
    if now == wanted:
        return True
    command = EditRemark(wanted.id, wanted.text, wanted.mark, wanted.criterion)
    if not screen.do(command):
        return False
    screen.notice(f"Observation corrigée. {undoes()}.")
    return True


async def erase(screen: ObservationsScreen, remark: Remark) -> None:
    """Ask whether it shall be gone for good."""
    text = "Son texte est retiré de l’enregistrement : rien ne le rend ensuite."
    menu = confirm("Effacer définitivement cette observation ?", text, yes="Oui, effacer")
    if await screen.app.push_screen_wait(menu) == "yes" and screen.do(EraseRemark(remark.id)):
        screen.notice("Observation effacée définitivement.")

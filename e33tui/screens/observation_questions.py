"""The questions about observations: which to show, and what becomes of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from e33tui.domain.commands import EditRemark, EraseRemark
from e33tui.domain.errors import InputError
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark, Remark
from e33tui.domain.timeline import ANY, Choice, offers
from e33tui.domain.wording import capitalised
from e33tui.keymap import undoes
from e33tui.screens.dialogs import Ask, Menu, confirm
from e33tui.screens.remark_entry import read_remark, written_remark
from e33tui.screens.timeline_view import (
    MARK_WORDS,
    NO_CRITERION,
    author_words,
    criterion_words,
    part_name,
)
from e33tui.service.draft import REMARK

if TYPE_CHECKING:
    from e33tui.screens.observations import ObservationsScreen

About = Callable[["ObservationsScreen", Remark], Coroutine[Any, Any, None]]
"""A question about one observation."""

_FIELD: Final = "Observation"
_NOTHING: Final = ("", "n", "Ne rien changer")
_ALL: Final = ("0", "a", "Tout montrer")
_KEYS: Final = "1234567890bcdefghijklmopqrtuvwxyz"
"""What chooses one of many: a digit, then letters, but for those of « ne rien », « tout », « sans »."""
_MARK_KEYS: Final = {Mark.PLUS: "+", Mark.MINUS: "-", Mark.QUESTION: "?", Mark.NEUTRAL: "s"}


def _options(words: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield answers, counted from 1, each with its key."""
    for place, (letter, told) in enumerate(zip(_KEYS, words, strict=False), 1):
        yield str(place), letter, told


def _criteria(passage: Passage, offered: Iterable[str | None]) -> Iterator[tuple[str, str, str]]:
    """Yield criteria to choose from, ``None`` for none: the key of each is its number in the form."""
    criteria = passage.rubric.criteria
    for place, about in enumerate(offered, 1):
        if about is None:
            yield str(place), "s", capitalised(NO_CRITERION)
            continue
        number, criterion = next(found for found in enumerate(criteria) if found[1].id == about)
        key = _KEYS[number]
        # A key that is the number already says it.
        named = key == str(criterion.number)
        yield str(place), key, criterion.label if named else f"{criterion.number} {criterion.label}"


# -- Which to show ---------------------------------------------------------------------------------


async def choose(screen: ObservationsScreen) -> None:
    """Ask by what to choose, then which; what was chosen before goes on choosing."""
    by = await screen.app.push_screen_wait(Menu("Filtrer les observations", _ways(screen)))
    if not by:
        return
    found = _choices(screen.state, screen.choice)[by]
    if by == "criterion":
        options = _criteria(screen.state, offers(screen.state).criteria)
    else:
        options = _options(words for words, _ in found[1:])
    menu = Menu(f"Filtrer par {_NAMES[by][1]}", (_ALL, *options))
    which = await screen.app.push_screen_wait(menu)
    if which:
        screen.show_only(found[int(which)][1])


_NAMES: Final = {
    "criterion": ("c", "critère"),
    "mark": ("m", "marque"),
    "part": ("t", "temps"),
    "author": ("a", "auteur"),
}
"""What can be chosen by, with its key."""


def _ways(screen: ObservationsScreen) -> tuple[tuple[str, str, str], ...]:
    """Return what tells some observations from others, and what chooses already."""
    found = _choices(screen.state, screen.choice)
    told = (
        (by, letter, f"Par {name}")
        for by, (letter, name) in _NAMES.items()
        if len(found[by]) > 2 or getattr(screen.choice, by) is not ANY
    )
    return (_NOTHING, *told)


def _choices(passage: Passage, choice: Choice) -> dict[str, list[tuple[str, Choice]]]:
    """Return what there is to choose from, everything first, in words and as what is shown then."""
    there = offers(passage)
    return {
        "criterion": [
            (_ALL[2], replace(choice, criterion=ANY)),
            *(
                (capitalised(criterion_words(passage, each)), replace(choice, criterion=each))
                for each in there.criteria
            ),
        ],
        "mark": [
            (_ALL[2], replace(choice, mark=ANY)),
            *((capitalised(MARK_WORDS[each]), replace(choice, mark=each)) for each in there.marks),
        ],
        "part": [
            (_ALL[2], replace(choice, part=ANY)),
            *(
                (capitalised(part_name(passage, each)), replace(choice, part=each))
                for each in there.parts
            ),
        ],
        "author": [
            (_ALL[2], replace(choice, author=ANY)),
            *(
                (capitalised(author_words(each)), replace(choice, author=each))
                for each in there.authors
            ),
        ],
    }


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
    draft = f"{REMARK}:{remark.id}"
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
    menu = Menu("Rattacher au critère", (_NOTHING, *_criteria(screen.state, offered)))
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

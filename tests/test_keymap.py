"""Keys and signs as they are written: one keymap and one table of signs, and nothing beside them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import e33tui
from e33tui import keymap, look, signs
from e33tui.actions import ACTIONS, Place
from e33tui.keymap import ENTER, Keymap, fill, key, key_names
from e33tui.look import Look
from e33tui.screens import keybar
from e33tui.screens.view import QUIET, STRONG, say

ROOT = Path(e33tui.__file__).parent
SPOKEN = (*sorted((ROOT / "screens").glob("*.py")), *sorted((ROOT / "service").glob("*.py")))
OTHERS = (ROOT / "app.py",)
KEYS = re.compile(r"(?<!\[)\^[A-Z]\b|Ctrl\+|⏎|⌫|Page[↑↓]|Échap|\bSuppr\b|\bMaj\+Tab\b")
SIGNS = re.compile("[✓✗▸►■‖●○↻✎→←↑↓−×•·‹›¬Ø¦±─│█▀▄]")
ALLOWED = {
    # What is typed, and what is read of it.
    ("remark_entry.py", "−"),
    ("touch_exam.py", "−"),
    ("draft.py", " +-−?"),
    # Patterns, and blocks that make big digits.
    ("view.py", " ,;:·-–"),
}
"""Strings that are no sentence."""


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    look.use(look.DEFAULT)
    keymap.use(keymap.DEFAULT)


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def strings(file: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module that is no docstring, with its line."""
    tree = parsed(file)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


def test_no_sentence_names_a_key_by_itself() -> None:
    found = [
        f"{file.name}:{line} {text!r}"
        for file in (*SPOKEN, *OTHERS)
        for line, text in strings(file)
        if KEYS.search(text)
    ]
    assert found == []
    assert [action.id for action in ACTIONS if KEYS.search(action.help)] == []


def test_no_sentence_has_a_sign_of_its_own() -> None:
    found = [
        f"{file.name}:{line} {text!r}"
        for file in (*SPOKEN, *OTHERS)
        for line, text in strings(file)
        if SIGNS.search(text) and (file.name, text) not in ALLOWED
    ]
    assert found == []


def each_sign() -> list[tuple[str, signs.Sign]]:
    return [(name, one) for name, one in vars(signs).items() if isinstance(one, signs.Sign)]


def test_every_sign_has_its_ascii_and_its_words() -> None:
    for name, sign in each_sign():
        look.use(Look(ascii=True))
        assert str(sign).isascii(), name
        assert name == "AFTER_KEYS" or str(sign).strip(), name
        look.use(Look(plain=True))
        assert not SIGNS.search(str(sign)), name
        look.use(look.DEFAULT)
        assert name == "AFTER_KEYS" or str(sign).strip(), name
        assert f"{sign:^5}" == f"{sign!s:^5}", name


TOGETHER = (
    "UNMARKED PLUS MINUS QUESTION TICKED",
    "FOCUS CHOSEN",
    "CROSS NO_CROSS BAR",
    "NO_LEVEL REMARK",
    "SAVED UNSAVED",
    "PAUSED ENDED SOON ATTENTION",
    "HURRY",
    "GIVEN OWED",
    "PICKED",
    "EXPECTED PRESENT ABSENT NOT_YET IN_PROGRESS ON_PAUSE TO_WRITE LOCKED",
    "NO_IDENTITY NOT_EXAMINED INTERRUPTED WITHDREW EXCLUDED INCIDENT TO_RESUMMON AMENDED LATE HANDED",
    "CHOICE_BEGINS CHOICE_ENDS CHOICE",
)
"""The signs that can stand at one place, where nothing but the sign itself tells them apart."""
BETWEEN = "SEPARATOR APART NAMELY OF NTH BY BECOMES AFTER_KEYS PROMPT"
"""Those that stand between words, which tell what they are."""


@pytest.mark.parametrize("shown", [Look(), Look(ascii=True), Look(plain=True)])
def test_no_two_signs_of_one_place_are_alike(shown: Look) -> None:
    named = dict(each_sign())
    assert sorted(" ".join((*TOGETHER, BETWEEN)).split()) == sorted(named)
    look.use(shown)
    for group in TOGETHER:
        said = [str(named[name]).strip() for name in group.split()]
        # Nothing is said for a sign beside which a word stands anyway: those words differ.
        told = [text for text in said if text or not shown.plain]
        assert len(set(told)) == len(told), group


@pytest.mark.parametrize("kind", ["ascii", "plain"])
def test_keys_have_names_without_signs_too(kind: str) -> None:
    look.use(Look(ascii=kind == "ascii", plain=kind == "plain"))
    for action in ACTIONS:
        for name in key_names(action):
            assert not SIGNS.search(name)
            assert "⏎" not in name
    assert f"{ENTER}" == "Entrée"
    assert key("undo") == ("^Z" if kind == "ascii" else "Ctrl+Z")


def test_a_sentence_names_the_key_that_is_in_force() -> None:
    assert fill("{enter}, {undo} ou {pagedown}") == "⏎, ^Z ou Page↓"
    assert fill("{up+down} choisissent") == "↑ ↓ choisissent"
    look.use(Look(ascii=True))
    assert fill("{up+down} choisissent") == "Les touches Haut et Bas choisissent"
    assert keymap.the_keys("up") == "la touche Haut"
    look.use(look.DEFAULT)
    keymap.use(Keymap({"undo": ("ctrl+w", "ctrl+v"), "add": ("n", "N")}))
    assert key("undo") == "^W"
    assert fill("{undo} {add} {back}") == "^W N ^R"
    assert {a.id: key_names(a) for a in ACTIONS}["undo"] == ("^W", "^V")


def test_an_action_without_a_key_is_named_by_the_palettes() -> None:
    assert key("copy") == "^P"
    keymap.use(Keymap({"command_palette": ("ctrl+w",)}))
    assert key("copy") == "^W"
    keymap.use(Keymap({"copy": ("ctrl+w",)}))
    assert key("copy") == "^W"


def test_the_framework_gets_the_keys_of_every_place_and_of_what_stands_over_it() -> None:
    found = Keymap({"back": ("ctrl+w",), "blank": ("ctrl+x", "ctrl+v")}).bindings()
    places = next(action.places for action in ACTIONS if action.id == "back")
    assert found == {
        **{f"{place}.back": "ctrl+w" for place in places},
        "over.back": "ctrl+w",
        "blank": "ctrl+x,ctrl+v",
        "over.blank": "ctrl+x,ctrl+v",
    }
    assert keymap.binding_id(Place.EVERYWHERE, "help") == "help"


def given_to_fill(trees: list[ast.Module]) -> set[str]:
    """The names of the sentences that have keys in braces: hints, and what ``fill`` is given."""
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    fills = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "fill"]
    return {"HINT"} | {a.id for call in fills for a in call.args if isinstance(a, ast.Name)}


def filled(trees: list[ast.Module]) -> Iterator[str]:
    """Those sentences."""
    given = given_to_fill(trees)
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if given.intersection(one.id for one in targets if isinstance(one, ast.Name)):
                parts = ast.walk(node.value)
                yield from (str(p.value) for p in parts if isinstance(p, ast.Constant))


def test_every_key_that_a_sentence_asks_for_is_an_actions() -> None:
    """A sentence with an unknown name fails when it is said: here it fails at once."""
    known = {action.id for action in ACTIONS} | set(keymap._NAMES)
    sources = [file.read_text(encoding="utf-8") for file in (*SPOKEN, *OTHERS)]
    texts = filled([parsed(file) for file in (*SPOKEN, *OTHERS)])
    seen = {name for text in texts for name in re.findall(r"\{([a-z_+]+)\}", text)}
    seen = {part for name in seen for part in name.split("+")}
    for source in sources:
        seen |= set(re.findall(r"(?<!\w)(?:key|over)\(['\"](\w+)['\"]\)", source))
    assert seen <= known
    assert {"undo", "reopen", "closing", "next_text", "enter", "back"} <= seen


def test_words_made_below_the_screens_get_the_separators_of_the_look() -> None:
    words = "1er temps · Présentation"
    assert signs.spoken(words, signs.NAMELY) == words
    look.use(Look(ascii=True))
    assert signs.spoken(words, signs.NAMELY) == "1er temps - Présentation"
    look.use(Look(plain=True))
    assert signs.spoken(words, signs.NAMELY) == "1er temps : Présentation"


def test_the_footer_of_the_plain_mode_separates_its_keys() -> None:
    keys = [say(" Ctrl+N suite", STRONG), say(" Tab note", QUIET)]
    for plain, wanted in ((False, " Ctrl+N suite Tab note"), (True, " Ctrl+N suite, Tab note")):
        look.use(Look(plain=plain))
        assert keybar._line(keys).plain == wanted
        assert keybar._length(keys) == len(wanted)

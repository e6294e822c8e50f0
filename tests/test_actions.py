"""The action table: every key once, possible on every terminal, done by somebody, said in French."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest
from textual.binding import Binding

import e33tui.screens
from e33tui.actions import ACTIONS, WALK, Action, Place, actions_at, key_card
from e33tui.app import E33App
from e33tui.keymap import key_name
from e33tui.level_keys import clears_level, level_of, unshifted
from e33tui.screens.base import PlaceScreen

SCREENS = {
    Place.SETUP: "setup.SetupScreen",
    Place.HOME: "home.HomeScreen",
    Place.CANDIDATE: "candidate.CandidateScreen",
    Place.IMPORT: "importing.ImportScreen",
    Place.CLOSING: "closing.ClosingScreen",
    Place.HARMONISATION: "harmonisation.HarmonisationScreen",
    Place.PAPERS: "papers.PapersScreen",
    Place.IDENTIFICATION: "identification.IdentificationScreen",
    Place.GATE: "gate.GateScreen",
    Place.EXAM: "exam.ExamScreen",
    Place.CANDIDATE_OUT: "candidate_out.CandidateOutScreen",
    Place.PROFILE: "profile.ProfileScreen",
    Place.APPRAISAL: "appraisal.AppraisalScreen",
    Place.LOCK: "lock.LockScreen",
    Place.VERSO: "verso.VersoScreen",
    Place.FRAUD: "fraud.FraudScreen",
    Place.OBSERVATIONS: "observations.ObservationsScreen",
    Place.HISTORY: "history.HistoryScreen",
}
PLACES = [place for place in Place if place is not Place.EVERYWHERE]
CONTROLS_KEPT_BY_OTHERS = {f"ctrl+{letter}" for letter in "hijmsqab"}
"""Backspace, tab, line feed, enter; XON and XOFF; what screen and tmux listen to."""
AZERTY = "&é\"'(-è_ç"
DIGITS = "123456789"


def screen_of(place: Place) -> type[PlaceScreen]:
    module, _, name = SCREENS[place].partition(".")
    found: type[PlaceScreen] = getattr(import_module(f"e33tui.screens.{module}"), name)
    return found


def keys_of(bindings: object) -> set[tuple[str, str, bool]]:
    """The keys of some bindings, each with its action and whether it has priority."""
    assert isinstance(bindings, list)
    found = [binding for binding in bindings if isinstance(binding, Binding)]
    assert len(found) == len(bindings)
    return {(key, one.action, one.priority) for one in found for key in one.key.split(",")}


def table(actions: list[Action]) -> set[tuple[str, str, bool]]:
    # One that the palette alone leads to has a place that an account can give a key.
    return {
        (key, action.id, action.priority)
        for action in actions
        for key in (action.keys or (f"no.{action.id}",))
    }


def test_every_place_has_a_screen() -> None:
    assert set(SCREENS) == set(PLACES)
    assert [place for place in PLACES if screen_of(place).PLACE is not place] == []


@pytest.mark.parametrize("place", PLACES)
def test_no_key_means_two_things_in_one_place(place: Place) -> None:
    keys = [key for action in actions_at(place) for key in action.keys]
    assert sorted(keys) == sorted(set(keys))


def test_every_key_can_be_sent_by_every_terminal() -> None:
    for action in ACTIONS:
        for key in action.keys:
            modifiers, _, name = key.rpartition("+")
            assert modifiers in ("", "ctrl", "shift"), key
            assert key not in CONTROLS_KEPT_BY_OTHERS
            assert not (name.startswith("f") and name[1:].isdigit()), key
            if modifiers == "ctrl":
                assert len(name) == 1, key
                assert name.isalpha(), key
                assert name.isascii(), key
            if modifiers == "shift":
                assert name == "tab", key


def own_bindings() -> dict[str, list[Binding]]:
    """The bindings of every class of the interface that has some, the framework's own left out."""
    found: dict[str, type] = {"E33App": E33App}
    for module in pkgutil.iter_modules(e33tui.screens.__path__, "e33tui.screens."):
        names = vars(import_module(module.name))
        found |= {n: c for n, c in names.items() if isinstance(c, type) and "BINDINGS" in vars(c)}
    own = {n: vars(c)["BINDINGS"] for n, c in found.items() if c.__module__.startswith("e33tui.")}
    assert {"Help", "Dialog", "Palette", "LineInput", "ExamScreen"} <= set(own)
    return {name: [b for b in bound if isinstance(b, Binding)] for name, bound in own.items()}


def test_nothing_hangs_on_a_key_that_terminals_confuse_or_keep() -> None:
    """Whatever is bound anywhere: a function key, Alt, or Escape and Shift-Tab without another way."""
    for name, bound in own_bindings().items():
        ways: dict[str, set[str]] = {}
        for binding in bound:
            ways.setdefault(binding.action, set()).update(binding.key.split(","))
        for action, keys in ways.items():
            assert not keys & CONTROLS_KEPT_BY_OTHERS, (name, action)
            assert not [key for key in keys if re.search(r"(^|\+)(f\d+|alt|meta)(\+|$)", key)], name
            # What stands on the neutral screen goes by its own key too.
            assert keys - {"escape"} or (name, action) == ("Blank", "hide_question")
            shifted = [key for key in keys if key.startswith("shift+")]
            # Going back by Shift-Tab: Tab goes round, and what Tab does an arrow does too.
            assert not shifted or (name, action) == ("AppraisalScreen", "previous_text")


def test_what_shift_and_tab_does_tab_alone_does_too() -> None:
    shifted = {a.id: a.places for a in ACTIONS if any(k.startswith("shift") for k in a.keys)}
    assert shifted == {"previous_text": (Place.APPRAISAL,)}
    assert "next_text" in {a.id for a in actions_at(Place.APPRAISAL) if a.keys == ("tab",)}


def test_a_key_that_types_something_never_takes_it_from_a_text() -> None:
    for action in ACTIONS:
        typed = [key for key in action.keys if len(key) == 1 or key in ("enter", "delete", "space")]
        assert not (typed and action.priority), action


def test_somebody_does_every_action() -> None:
    for action in ACTIONS:
        for place in action.places:
            doer: type[object] = E33App if place is Place.EVERYWHERE else screen_of(place)
            assert callable(getattr(doer, f"action_{action.id}", None)), place


def test_every_action_is_named_and_explained_in_french() -> None:
    for action in ACTIONS:
        assert action.places, action
        assert action.label == action.label.strip().lower()
        assert 0 < len(action.label) <= 24, "the footer has no room for it"
        assert action.help[0].isupper()
        assert action.help.endswith(".")
        assert "'" not in action.label + action.help, "the apostrophe of French print is ’"


@pytest.mark.parametrize("place", PLACES)
def test_a_screens_own_bindings_are_the_tables(place: Place) -> None:
    own = [action for action in actions_at(place) if Place.EVERYWHERE not in action.places]
    # Moving between fields, and the help where no text is typed, change nothing and are no actions.
    moving = {("up", "app.focus_previous", False), ("down", "app.focus_next", False)}
    moving |= {("pageup", "turn(-1)", False), ("pagedown", "turn(1)", False)}
    found = keys_of(screen_of(place).BINDINGS) - moving
    assert found == table(own) | {("question_mark", "app.help", False)}


def test_the_applications_bindings_are_the_tables_and_nothing_of_the_framework() -> None:
    everywhere = [action for action in ACTIONS if Place.EVERYWHERE in action.places]
    assert keys_of(E33App.BINDINGS) == table([action for action in everywhere if action.keys])
    assert "ctrl+q" not in E33App._merged_bindings.key_to_bindings  # type: ignore[union-attr]


@pytest.mark.parametrize("place", WALK)
def test_every_screen_of_the_walk_goes_on_goes_back_and_undoes(place: Place) -> None:
    keys = {action.id: action.keys for action in actions_at(place)}
    assert keys["next"] == ("ctrl+n",)
    assert keys["back"] == ("ctrl+r",)
    assert keys["undo"] == ("ctrl+z",)


def test_the_key_card_names_every_action_in_its_place() -> None:
    card = dict(key_card())
    assert set(card) == set(Place)
    for action in ACTIONS:
        assert all(action in card[place] for place in action.places)


@pytest.mark.parametrize("count", range(1, 10))
def test_digits_of_every_layout_place_the_levels_there_are(count: int) -> None:
    for row in (DIGITS, AZERTY, AZERTY.upper()):
        found = [level_of(character, count) for character in row]
        assert found == [*range(1, count + 1), *[None] * (9 - count)]


@pytest.mark.parametrize("character", [None, "", "0", "à", "a", "12", "²", "٣", "３", "½", " "])
def test_nothing_else_places_a_level(character: str | None) -> None:
    assert level_of(character, 9) is None


@pytest.mark.parametrize(
    ("key", "character"),
    [("0", "0"), ("à", "à"), ("À", "À"), ("delete", None), ("backspace", "\x7f"), ("kp_0", "0")],
)
def test_a_cross_is_taken_off_by_zero_delete_and_backspace(key: str, character: str | None) -> None:
    assert clears_level(key, character)


@pytest.mark.parametrize(
    ("key", "character"), [("1", "1"), ("o", "o"), ("enter", "\r"), ("up", None)]
)
def test_nothing_else_takes_a_cross_off(key: str, character: str | None) -> None:
    assert not clears_level(key, character)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("&é", "12"), ("&É,(", "12,5"), ("à", "0"), ("éà", "20"), ("-", "6"), ("è,(", "7,5")],
)
def test_a_number_typed_on_azerty_without_shift_is_read(typed: str, read: str) -> None:
    assert unshifted(typed) == read


@pytest.mark.parametrize("typed", ["", "12", "1-", "-1", "12,(", ",", "&é,(,", "abc", "&a", "1é"])
def test_a_sign_beside_a_digit_is_a_slip_and_not_another_digit(typed: str) -> None:
    assert unshifted(typed) == typed


def test_keys_are_written_as_jurors_know_them() -> None:
    names = {key_name(key) for action in ACTIONS for key in action.keys}
    assert {"^N", "⏎", "Tab", "Maj+Tab", "Suppr", "A"} <= names
    assert not [name for name in names if "ctrl" in name or "shift" in name]

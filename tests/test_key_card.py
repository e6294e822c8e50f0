"""The key card in the documentation is the action table's, and complete."""

from __future__ import annotations

from e33tui import look
from e33tui.actions import ACTIONS, Place
from e33tui.cli import key_card as printed
from e33tui.fixed_keys import FIXED, on_screen
from e33tui.keymap import key_names
from e33tui.level_keys import level_of
from e33tui.look import Look
from scripts.key_card import TARGET, card


def test_the_card_in_the_documentation_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == card()


def test_every_action_is_on_the_card_with_all_its_keys() -> None:
    rows = [line for line in card().splitlines() if line.startswith("| `")]
    for action in ACTIONS:
        keys = " ".join(f"`{key}`" for key in key_names(action))
        found = [row for row in rows if row == f"| {keys} | {action.label} | {action.help} |"]
        assert len(found) == len(action.places), action.id


def test_what_the_help_says_of_other_keys_is_on_every_card() -> None:
    """One source: Space, Escape, the signs of observations, the profil global among them."""
    rows = [row for section in printed.card().sections for row in section.rows]
    told = {row.label: f"{row.keys} {row.help}" for row in rows}
    assert {each.label for each in FIXED} <= set(told)
    for each in FIXED:
        assert each.places
        assert f" | {each.label} | " in card()
    shown = {row for place in Place for row in on_screen(place)}
    assert {"Espace", "P E", "Échap", "↓ 1 à 4", "0 Suppr", "+ - ?"} <= {keys for keys, _ in shown}
    assert "sous le dernier, le profil global" in str(on_screen(Place.PROFILE))
    assert "↑" not in str(told)


def row_and_zero(rows: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """What is said of the keys that place a level and take it off."""
    row, zero = (words for _, words in rows if "AZERTY" in words)
    return row, zero


def test_where_letters_come_as_others_an_azerty_row_is_told_by_its_place() -> None:
    """In ASCII « é » would come as « e », which no key of that row gives."""
    said, zero = row_and_zero(on_screen(Place.EXAM, ["Novice", "Expert"]))
    assert "(1 Novice, 2 Expert)" in said
    row = said.partition("sans Maj : ")[2].rstrip(".").split()
    assert [level_of(key, 4) for key in row] == [1, 2]
    assert "à" in zero
    for shown in (Look(ascii=True), Look(plain=True)):
        look.use(shown)
        said, zero = row_and_zero(on_screen(Place.EXAM))
        look.use(look.DEFAULT)
        assert said.endswith("Sur AZERTY, les touches 1 à 4 de la rangée du haut, sans Maj.")
        assert zero.endswith("Sur AZERTY, la touche 0 de la rangée du haut, sans Maj.")

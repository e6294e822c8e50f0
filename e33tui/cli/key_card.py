"""``e33tui touches``: the keys as they are, on the terminal, on paper, or as a file to change them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui import keyfile
from e33tui.actions import ACTIONS, PLACE_TITLES, Action, key_card
from e33tui.cli.parser import Parser
from e33tui.cli.words import agreed, has_ascii_alone, say, say_error, say_path, write
from e33tui.domain.errors import DocumentError
from e33tui.domain.wording import counted
from e33tui.fixed_keys import on_card
from e33tui.keymap import key_name, key_names, keymap, own_key, use
from e33tui.look import Look
from e33tui.look import use as use_look

if TYPE_CHECKING:
    from e33tui.documents import Card, CardRow

WIDTH = 80
KEYS_WIDTH = 13
FAULTS = 5
"""Faults of the account's file that are said; of the others, how many they are."""
SHARED = 3
"""Screens from which on an action stands with those of several screens, once."""

TITLE = "Touches de e33tui"
SEVERAL = "D’un écran à l’autre"
BY_HAND = "Degrés, observations, listes"


def run(words: list[str]) -> int:
    """Show the key card; say what is wrong with the account's own keys, if anything."""
    parser = Parser()
    parser.add_argument("--pdf")
    parser.add_argument("--modele", action="store_true")
    found = parser.parse_args(words)
    if found.modele and found.pdf is not None:
        parser.error("")
    own = keyfile.read()
    use(own)
    for fault in own.faults[:FAULTS]:
        say_error(fault)
    if (left := len(own.faults) - FAULTS) > 0:
        say_error(f"Et {counted(left, 'autre faute', 'autres fautes')} dans ce fichier.")
    if found.pdf is not None:
        _print(Path(found.pdf))
    elif found.modele:
        # As it is: what a narrow terminal folds is a comment no more.
        write("".join(f"{line}\n" for line in template()))
    else:
        if has_ascii_alone(sys.stdout):
            use_look(Look(ascii=True))
        for line in text(card()):
            say(line)
    return 1 if own.faults else 0


def card() -> Card:
    """Return the card: each action once, with its keys as they are now."""
    from e33tui.documents.card import Card, CardSection

    sections = [CardSection(BY_HAND, tuple(_fixed()))]
    for title, actions in _grouped():
        sections.append(CardSection(title, tuple(_row(action) for action in actions)))
    return Card(TITLE, tuple(_about()), tuple(sections))


def _about() -> Iterator[str]:
    yield "^N se lit « Ctrl et N ». Aucune commande ne demande de touche de fonction, ni Alt, ni la souris."
    yield (
        f"Pour donner une autre touche à une action : son nom dans {keyfile.where()}, "
        'sous [touches], par exemple annuler = "ctrl+w" ou "rouvrir le temps" = "ctrl+w" ; '
        "« e33tui touches --modele » écrit ce fichier en entier."
    )


def _fixed() -> Iterator[CardRow]:
    """Yield the keys that no action has: digits, arrows and what a text begins with."""
    from e33tui.documents.card import CardRow

    for keys, label, words in on_card(signs=False):
        yield CardRow(keys, label, words)


def _row(action: Action) -> CardRow:
    from e33tui.documents.card import CardRow

    return CardRow(key_names(action, signs=False), action.label, action.help)


def _grouped() -> Iterator[tuple[str, tuple[Action, ...]]]:
    """Yield each action once: what several screens have first, then screen by screen."""
    shared = tuple(a for a in ACTIONS if len(a.places) >= SHARED)
    groups: dict[tuple[Action, ...], list[str]] = {shared: [SEVERAL]}
    for place, actions in key_card():
        if own := tuple(action for action in actions if action not in shared):
            groups.setdefault(own, []).append(PLACE_TITLES[place])
    for actions, titles in groups.items():
        yield ", ".join(titles), actions


# -- As text ------------------------------------------------------------------------------------------


def text(card: Card) -> Iterator[str]:
    """Yield the card in lines of eighty columns at most."""
    yield card.title
    for paragraph in card.about:
        yield from _wrapped(paragraph, "")
    for section in card.sections:
        yield ""
        yield section.title.upper()
        for row in section.rows:
            keys = f"  {' '.join(row.keys)}"
            if len(keys) >= KEYS_WIDTH:
                yield keys
                keys = ""
            yield from _wrapped(f"{row.label} : {row.help}", f"{keys:<{KEYS_WIDTH}}")


def _wrapped(words: str, first: str) -> list[str]:
    import textwrap

    from e33tui.documents.typography import NBSP, french

    lines = textwrap.wrap(
        french(words),
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
    )
    return [line.replace(NBSP, " ") for line in lines]


def template() -> Iterator[str]:
    """Yield a file that changes nothing yet: every action's line, let in by taking its « # » away."""
    # Two marks: who lets every line in lets none of these in.
    yield f"## Touches de e33tui : à enregistrer sous {keyfile.where()}."
    yield '## Retirez le # devant une ligne, puis écrivez une autre touche, "ctrl+w" ou "^W" ;'
    yield f'## ou plusieurs, {keyfile.MOST_KEYS} au plus : ["^W", "^V"] ; ou aucune : "", la liste'
    yield f"## des commandes ({own_key('command_palette')}) mène alors à l’action."
    yield f"[{keyfile.TABLE}]"
    for action in ACTIONS:
        keys = dict.fromkeys(key_name(key, signs=False) for key in keymap().keys(action))
        written = [f'"{key}"' for key in keys] or ['""']
        value = written[0] if len(written) == 1 else f"[{', '.join(written)}]"
        yield f"# {keyfile.name_of(action)} = {value}"


# -- On paper -----------------------------------------------------------------------------------------


def _print(file: Path) -> None:
    """Make the card's PDF; a file that is there is replaced only once somebody agreed.

    Raises:
        DocumentError: the card cannot be made, or not written there.
    """
    from e33tui.documents import make_pdf

    if file.exists() and not agreed(f"{file} existe déjà.", "Le remplacer ?"):
        raise DocumentError(f"{file} existe déjà : donnez un autre nom.")
    data = make_pdf(card()).data
    try:
        file.write_bytes(data)
    except OSError as error:
        why = "vérifiez le dossier, ses droits et la place qui reste."
        raise DocumentError(f"{file} ne peut pas être écrit : {why}") from error
    say_path(file)

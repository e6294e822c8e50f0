"""The keys that are no action's: what types, chooses, moves about and places a level.

The help of every screen and the key card have them from here, as they have the others from the table
of actions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from e33tui.actions import Place
from e33tui.keymap import fill, fixed_name
from e33tui.level_keys import TOP_ROW
from e33tui.look import look
from e33tui.signs import CHOICE

LEVELS: Final = 4
"""How many levels the rubric has for which the card is printed."""


@dataclass(frozen=True)
class FixedKey:
    """One thing that a key does on some screens, whatever an account has changed.

    Attributes:
        keys: the framework's names, or what is typed.
        label: a few French words for the card.
        help: one French sentence, as :func:`e33tui.keymap.fill` takes it.
        places: on which screens, with a sentence of its own where that one says too much.
        seen: whether it explains a sign, which the plain mode says in words.
    """

    keys: tuple[str, ...]
    label: str
    help: str
    places: Mapping[Place, str] = field(default_factory=dict)
    seen: bool = False


_WITH_LEVELS: Final = {Place.EXAM: "", Place.PROFILE: ""}
_TEXTS: Final = {Place.APPRAISAL: "", Place.FRAUD: ""}
_FORMS: Final = {Place.SETUP: "", Place.CANDIDATE: ""}

FIXED: Final = (
    FixedKey(
        ("enter",),
        "valider",
        "Enregistre l’observation, donne la réponse choisie, mène à ce qui manque.",
        {
            Place.EXAM: "Enregistre l’observation ; sur une question, la réponse.",
            Place.PROFILE: "Prend la note.",
            Place.GATE: "Donne la réponse choisie.",
            Place.IMPORT: "Lit le fichier et montre ce qui changerait.",
            Place.CLOSING: "Mène au candidat choisi.",
            Place.LOCK: "Mène à ce qui manque, ou au texte à relire.",
        },
    ),
    FixedKey(
        ("+", "-", "?"),
        "marquer",
        "En tête d’une observation : plus, moins, question à poser.",
        {Place.EXAM: ""},
    ),
    FixedKey(
        ("P", "E"),
        "temps d’origine",
        "Devant une observation : notée en présentation, en entretien.",
        {Place.EXAM: "", Place.PROFILE: "", Place.APPRAISAL: "", Place.OBSERVATIONS: ""},
        seen=True,
    ),
    FixedKey(
        ("1 à {count}",),
        "placer un degré",
        "Place le degré{levels}, du clavier ou du pavé numérique. Sur AZERTY, {one_up}.",
        _WITH_LEVELS,
    ),
    FixedKey(
        ("0", "delete"),
        "retirer la croix",
        "Retire la croix, comme {+backspace}. Sur AZERTY, {zero}.",
        _WITH_LEVELS,
    ),
    FixedKey(
        ("down", "1 à {count}"),
        "profil global",
        "Sous le dernier critère, un chiffre place le profil global ; facultatif, jamais calculé.",
        {Place.PROFILE: ""},
    ),
    FixedKey(
        ("up", "down"),
        "se déplacer",
        "Change de critère, de candidat, de réponse ou de ligne.",
        {
            Place.EXAM: "Change de critère.",
            Place.PROFILE: "Change de critère ; sous le dernier, le profil global, puis la note.",
            Place.HOME: "Choisit un candidat.",
            Place.GATE: "Choisit une réponse.",
            Place.IMPORT: "Change de champ, ou fait défiler l’aperçu.",
            Place.CLOSING: "Choisit un candidat, ou un membre.",
            Place.HARMONISATION: "Choisit un candidat, ou fait défiler les questions.",
            Place.PAPERS: "Choisit un document.",
            Place.LOCK: "Choisit ce qui manque, ou fait défiler la fiche.",
            Place.VERSO: "Fait défiler la fiche.",
            Place.OBSERVATIONS: "Choisit une observation.",
            Place.HISTORY: "Choisit une version, ou fait défiler les changements.",
        },
    ),
    FixedKey(("1 à 3",), "répondre", "Choisit une réponse.", {Place.GATE: ""}),
    FixedKey(
        ("1", "2"),
        "confirmer",
        "La touche de chaque membre : il confirme la clôture, ou l’annule.",
        {Place.CLOSING: "La touche de chaque membre : il confirme, ou l’annule."},
    ),
    FixedKey(
        ("tab", "enter", "down"),
        "champ suivant",
        "Passe au champ suivant ; {+up} au précédent.",
        _FORMS,
    ),
    FixedKey(
        ("space",), "changer un choix", "Change un choix{choice}.", {**_FORMS, Place.IMPORT: ""}
    ),
    FixedKey(
        ("left",),
        "dans un texte",
        "Recule d’un signe, avec Ctrl d’un mot, avec Maj sélectionne ; {+right} avance.",
        _TEXTS,
    ),
    FixedKey(
        ("ctrl+y",),
        "rendre",
        "Rend ce que {undo} vient de reprendre dans le texte, quelques mots à la fois.",
        _TEXTS,
    ),
    FixedKey(
        ("escape",),
        "fermer",
        "Ferme une question, l’aide ou les commandes sans rien faire, comme {back}.",
        {
            **{place: "" for place in Place if place is not Place.EVERYWHERE},
            Place.OBSERVATIONS: "Renonce à la recherche ; ferme une question, l’aide ou les "
            "commandes sans rien faire, comme {back}.",
        },
    ),
)


def on_screen(place: Place, levels: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return the keys of one screen, each with what it does there.

    Args:
        place: the screen.
        levels: the names of the rubric's levels, in order.
    """
    words = _words(levels)
    return tuple(
        (" ".join(_keys(each, words)), fill(each.places[place] or each.help, words))
        for each in FIXED
        if place in each.places and not (each.seen and look().plain)
    )


def on_card(*, signs: bool) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield every key once, with its label and what it does.

    Args:
        signs: whether ``↑`` and its like can be shown.
    """
    words = _words()
    for each in FIXED:
        yield (
            tuple(_keys(each, words, signs=signs)),
            each.label,
            fill(each.help, words, signs=signs),
        )


def _keys(fixed: FixedKey, words: Mapping[str, str], *, signs: bool = True) -> Iterator[str]:
    for each in fixed.keys:
        yield fixed_name(each.format_map(words), signs=signs)


def _words(levels: Sequence[str] = ()) -> dict[str, str]:
    """Return what the sentences have in braces beside keys.

    Where a letter may come as another, or be spoken, the keys of an AZERTY row are told by place.
    """
    count = len(levels) or LEVELS
    named = ", ".join(f"{number} {name}" for number, name in enumerate(levels, 1))
    in_words = look().plain or look().ascii
    place = "{} de la rangée du haut, sans Maj"
    return {
        "count": str(count),
        "levels": f" ({named})" if named else "",
        "choice": str(CHOICE),
        "one_up": place.format(f"les touches 1 à {count}")
        if in_words
        else f"sans Maj : {' '.join(TOP_ROW[1 : count + 1])}",
        "zero": place.format("la touche 0") if in_words else f"sans Maj : {TOP_ROW[0]}",
    }

"""A passage led and written with the aids: every criterion covered, five texts, counted in keys.

Every letter that finds a phrase counts here as a key; the peer is what the same five texts take when
they are typed in full, a key a character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks import scene
from benchmarks.figures import Figure, Peer
from benchmarks.key_counts import (
    BEGINNING,
    BETWEEN,
    CRITERIA,
    GRID,
    LEVELS,
    NEXT,
    NOTE,
    NOTE_TYPED,
    OUT,
    Facts,
    confirm,
)
from benchmarks.replay import Key, Observed, Replay, Token, action
from benchmarks.scene import ENTER, Day, Scene
from e33tui.domain.coverage import coverage
from e33tui.domain.journal import Journal
from e33tui.domain.note import parse
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark
from e33tui.system_clock import SystemClock

OBSERVED: Final = dict(
    zip(
        CRITERIA,
        (
            "sources internes et externes croisées : fichier caisse, enquête, veille",
            "délai de réponse aux avis suivi chaque semaine",
            "coût de l’action – budget de 400 €, rentable dès 60 cartes",
            "carte de fidélité et SMS combinés, choix justifié",
            "rétroplanning tenu, son rôle distingué de celui de l’équipe",
            "vente au rebond racontée après une réclamation",
            "fichier clients mis à jour, 120 adresses recueillies",
            "panier moyen passé de 31 à 36 €, taux de fidélité non calculé",
            "propose un second envoi, ciblé sur les clients inactifs",
            "débit clair, vocabulaire précis, écoute les questions",
        ),
        strict=True,
    )
)
"""What the record holds of each criterion at the end, an observation each."""
_QUESTION, _ANSWER = OBSERVED[CRITERIA[2]].split(" – ")
"""What is marked in the 1er temps, and what the 2nd temps adds to it."""


@dataclass(frozen=True)
class Draft:
    """How one text is written.

    Attributes:
        remarks: how many of its observations are taken: the first ones of the list.
        letters: what finds each phrase; the first goes in with the observations.
        text: what stands there then.
    """

    remarks: int
    letters: Sequence[str]
    text: str


def _sentence(criterion: int) -> str:
    text = OBSERVED[CRITERIA[criterion - 1]]
    return f"{text[0].upper()}{text[1:]}."


DRAFTS: Final = {
    "traiter": Draft(
        2,
        ("rel",),
        f"{_sentence(1)}\n{_sentence(3)}\n"
        "Relie les données recueillies au choix de l’action de FDRC.",
    ),
    "contribuer": Draft(
        1,
        ("tac",),
        f"{_sentence(4)}\nPrécise les tâches accomplies lors de l’opération.",
    ),
    "evaluer": Draft(
        2,
        ("for",),
        f"{_sentence(7)}\n{_sentence(8)}\nFormule des propositions d’amélioration issues du bilan.",
    ),
    "communiquer": Draft(
        1,
        ("arg",),
        f"{_sentence(10)}\nArgumente ses réponses à l’aide d’exemples vécus.",
    ),
    "appraisal": Draft(
        0,
        ("dem", "voc con"),
        "La démarche de projet est présentée de l’analyse au bilan. "
        "Le vocabulaire professionnel est connu et employé à propos.",
    ),
}

IN_FULL: Final = float(sum(len(draft.text) for draft in DRAFTS.values()))
"""A key a character: what the same texts take without the aids."""
SPARED: Final = 8
"""How many keys of them one key with the aids is worth at least."""
MOST_LED: Final = 45.0
"""The most keys of a passage in which every criterion is covered, as in ``keys_passage_live``."""
INSERT: Final = action("insert")
DOWN: Final = Key(scene.DOWN)
COVER: Final = action("cover")
PICK: Final = Key("\t")


def _keys(letters: str) -> tuple[Key, ...]:
    return tuple(Key(letter) for letter in letters)


def _lead() -> tuple[Token, ...]:
    """Observe every criterion and place its level.

    A level leads to the next criterion of the form and behind the last one to the question; where
    that one is covered already, a key leads to one that is not.
    """
    first, second, asked, *others = CRITERIA
    tokens: list[Token] = [
        *(*BEGINNING, Observed(OBSERVED[first]), DOWN, DOWN, Observed(f"? {_QUESTION}")),
        *(*BETWEEN, COVER, Observed(OBSERVED[others[0]]), *_level(others[0])),
    ]
    for criterion in others[1:]:
        tokens += [*_begun(OBSERVED[criterion]), *_level(criterion)]
    tokens += [*_begun(_ANSWER), *_level(asked)]
    tokens += [COVER, *_begun(OBSERVED[second]), *_level(second)]
    tokens += [COVER, _degree(first)]
    return (*tokens, *OUT, *NOTE_TYPED)


def _begun(text: str) -> tuple[Token, Token]:
    """An observation whose first letter goes back from the levels to the line: it is counted."""
    return Key(text[0]), Observed(text[1:])


def _level(criterion: str) -> tuple[Token, Token]:
    return action("levels"), _degree(criterion)


def _degree(criterion: str) -> Key:
    return Key(str(LEVELS[criterion]))


def _write() -> tuple[Token, ...]:
    """The five texts from their observations and from phrases, and on to the lock."""
    tokens: list[Token] = []
    for draft in DRAFTS.values():
        first, *others = draft.letters
        if draft.remarks:
            tokens += [INSERT, *[PICK] * draft.remarks, *_keys(first), PICK, Key(ENTER)]
        else:
            others = [first, *others]
        for letters in others:
            tokens += [INSERT, *_keys(letters), Key(ENTER)]
        tokens.append(action("next_text"))
    return (*tokens[:-1], NEXT, NEXT)


def measure(place: Scene) -> list[Figure]:
    """Replay the passage on a day of its own."""
    day = Day.begin(place.folder.with_name("covered"))
    with Replay(day) as replay:
        replay.open()
        replay.play(_lead())
        led = replay.count
        replay.play(_write())
        confirm(replay, "keys_covered", _compared)
    return [
        Figure("keys_covered", float(led), "count", MOST_LED),
        Figure(
            "keys_texts",
            float(replay.count - led),
            "count",
            IN_FULL / SPARED,
            peer=Peer("the same texts typed in full, keys", IN_FULL),
        ),
    ]


def _compared(state: Passage, _: Journal) -> Facts:
    found = coverage(state, SystemClock().now())
    return {
        "every criterion covered": found.open == (),
        "observations": {r.criterion: r.text for r in state.remarks} == OBSERVED,
        "one observation each": len(state.remarks) == len(CRITERIA),
        "no question left": all(r.mark is not Mark.QUESTION for r in state.remarks),
        "levels": dict(state.levels) == LEVELS,
        "note": state.note == parse(NOTE, GRID.note),
        **{
            f"text “{name}” ({state.comments[name].text!r})": state.comments[name].text
            == draft.text
            for name, draft in DRAFTS.items()
            if name in state.comments
        },
        "five texts": set(state.comments) == set(DRAFTS),
        "locked": state.locked,
    }

"""The words by which a text names a level or the grid, and the ordinary ones that look like them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from e33tui.domain.rubric import Rubric

# -- A level by its number -------------------------------------------------------------------------

_NUMBERS: Final = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_FROM_SECOND: Final = tuple(
    f"{stem}i[eè]me|{number}(?:e|i?[eè]me)"
    for number, stem in enumerate(
        ("deux", "trois", "quatr", "cinqu", "six", "sept", "huit", "neuv"), 2
    )
)
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
# « Formation de niveau 4 » is the national framework's, « client de niveau 1 » a loyalty scheme's,
# « niveau 2 du parking » a floor.
_OF_ANOTHER: Final = "".join(
    rf"(?<!{word} de )"
    for word in (
        *("diplôme", "formation", "titre", "certification", "bac", "client", "clients", "remise"),
        *("réclamation", "réclamations", "assistance", "urgence"),
    )
)
_NO_PLACE: Final = (
    r"(?!\s*(?:[,.]\d|\d|[%°]|étoiles)|\s+(?:du|de la|de l[’']|d[’'])\s*(?:magasin|centre|parking"
    r"|bâtiment|immeuble|galerie|hypermarché|stock|prix|gamme|carte|programme|club|fidélité|urgence)\b)"
)
# « Au premier niveau » and « un premier niveau d’analyse » are turns of phrase.
_FIRST: Final = "(?:(?<!au )|(?<=situe au )|(?<=situé au )|(?<=située au ))(?:premier|1er) niveau"

# -- A level by its name ---------------------------------------------------------------------------

_SCALE: Final = "(?:niveaux?|degrés?|profils?|stade|échelon)"
_VERBS: Final = (
    "(?:reste|demeure|apparaît|semble|se montre|se situe|se révèle|jugée?|évaluée?|classée?)"
    r"(?:\s+(?:encore|plutôt|déjà|en|à))?"
)
_HOW: Final = "(?:encore |plutôt |déjà |très |une? )?"
# « averti par SMS », « averti des promotions », « expert-comptable » are ordinary words.
_NO_COMPLEMENT: Final = r"(?!\s*-|\s+(?:de|des|du|par)\b|\s+d[’'])"
_SHOPS: Final = "".join(
    rf"(?<!{word} )"
    for word in (
        *("chez", "magasin", "enseigne", "entreprise", "société", "boutique", "groupe", "marque"),
        *("cabinet", "client", "concurrent"),
    )
)
_BEGINS: Final = r"(?:^|[.!?:;\n•–-]\s*)"

# -- The grid --------------------------------------------------------------------------------------

_GRID: Final = (
    # Bare, or the examination's own; « grille tarifaire », « grille d’entretien » are the trade's.
    (
        r"\bgrilles?\b(?=\s*(?:[.,;:!?)»]|$)|\s+(?:d[’']évaluation|de notation|de l[’']épreuve|de l[’']examen"
        r"|officielle|nationale|E33\b|du jury|de la commission|de compétences"
        r"|montre|fait|indique|révèle|confirme|non)\b)"
    ),
    (
        r"\b(?:une|la|les|des|deux|trois|quatre|cinq|six|\d+|cette|sa|ses|chaque)\s+croix\b"
        r"(?!\s*-|\s+(?:rouge|verte|bleue|blanche|de)\b)"
    ),
    r"\bprofil\s+(?:global|(?:du|de la|d[’']une?)\s+candidate?|de l[’']élève|\d)\b",
    r"\bcrit[eè]res?\s+(?:n\s?[°o]\s*)?\d",
    (
        r"\bcrit[eè]res?\s+(?:d[’']évaluation|de la grille|de l[’']épreuve|de notation|du jury)\b"
        r"(?!\s+(?:de|des|du)\b)"
    ),
    r"\bdegrés?\s+de\s+maîtrise\b",
    r"\bdescripteurs?\b",
    r"\bplages?\s+de\s+notation\b",
)
_GRID_WORDS: Final = re.compile("|".join(_GRID), re.IGNORECASE)


def grid_words(text: str) -> str:
    """Return the first words by which ``text`` names the grid, as they stand there, or nothing."""
    found = _GRID_WORDS.search(_plain(text))
    return _as_written(text, found)


def level_words(text: str, rubric: Rubric) -> str:
    """Return the first words by which ``text`` names a level, as they stand there, or nothing."""
    names = tuple(level.name for level in rubric.levels)
    plain = _plain(text)
    found = [match for pattern in _level_patterns(names) if (match := pattern.search(plain))]
    return _as_written(text, min(found, key=lambda match: match.start(), default=None))


def _plain(text: str) -> str:
    """Return the text with one kind of space and apostrophe, each character in its place."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("'", "’")


def _as_written(text: str, found: re.Match[str] | None) -> str:
    """Return what was found, without the end of the sentence before it."""
    return " ".join(text[found.start() : found.end()].split()).lstrip(".!?:;•–- ") if found else ""


@lru_cache(maxsize=8)
def _level_patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return what to look for, for the names of one rubric's levels."""
    return (*_by_number(len(names)), *_by_name("|".join(map(re.escape, names))))


def _by_number(count: int) -> tuple[re.Pattern[str], ...]:
    numbers = "|".join((*map(str, range(1, count + 1)), *_NUMBERS[:count]))
    # « Niveau 3 sur 5 » is of another scale; « niveau 2/3 » between two of this one.
    no_scale = rf"(?! ?(?:sur ?(?!{count}\b)|/ ?(?![1-{count}]\b))\d)"
    return (
        # « D’un bon niveau : 3 exemples » goes on.
        re.compile(rf"\b(?:niveau|degré|niv\.?) ?[:=] ?[1-{count}](?= ?(?:[.,;!?)\n]|$))", re.I),
        re.compile(
            rf"{_OF_ANOTHER}\b(?:(?:niveaux?|degrés?|niv) |niv\. ?)(?:n ?[°o] ?)?(?:{numbers})\b"
            rf"{_NO_PLACE}{no_scale}",
            re.I,
        ),
        # « Au premier degré » is a turn of phrase too.
        re.compile(
            rf"\b(?:{_FIRST}|(?:{'|'.join(_FROM_SECOND[: count - 1])}) (?:niveau|degré))\b"
            r"(?! (?:de|des|du)\b| d[’'])",
            re.I,
        ),
        re.compile(
            rf"{_OF_ANOTHER}\b(?:[Nn]iveau|[Dd]egré) (?:{'|'.join(_ROMAN[:count])})\b{_NO_PLACE}"
        ),
    )


def _by_name(names: str) -> tuple[re.Pattern[str], ...]:
    name = rf"(?:{names})e?s?\b"
    anyhow = (
        rf"\b{_SCALE}(?: ?:)? (?:d[’']une? |d[’']|de )?[«“\"]? ?{name}(?!-)",
        # « Le client est averti » is the trade's.
        rf"\b(?:candidate?|élève) (?:est )?{_HOW}{name}{_NO_COMPLEMENT}",
        rf"{_BEGINS}est {_HOW}{name}{_NO_COMPLEMENT}",
        rf"\b{_VERBS} {name}{_NO_COMPLEMENT}",
        rf"[«“\"] ?{name} ?[»”\"]",
        # From one to another; « client novice ou expert » is the trade's.
        rf"\bentre {name} et {name}",
        rf"\b{name} à {name}",
    )
    # As it is printed, or in capitals.
    name = rf"(?:(?:{names})e?s?|(?:{names.upper()})E?S?)\b"
    as_on_the_grid = (
        rf"(?<![\d,.])[1-9] ?[.:–-]? ?{name}(?!-)",
        rf"\b{name} ?\([1-9]\)",
        # The verdict at the head of a sentence: « Expert. », « Novice dans l’analyse ».
        rf"{_BEGINS}{name}(?= ?(?:[.,;:!?\n]|$)| (?:en|dans|sur|pour) (?!magasin|rayon|caisse)\w)",
        # A capital in the middle of one; « chez Expert », « Auto Expert » are names of shops.
        rf"(?<=[a-zàâçéèêëîïôûù,;] ){_SHOPS}{name}(?!-| [A-ZÀÉÈ])",
    )
    return (
        *(re.compile(pattern, re.I) for pattern in anyhow),
        *(re.compile(pattern) for pattern in as_on_the_grid),
    )

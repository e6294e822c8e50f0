"""Whether a text names another candidate of the day, by surname or number.

A surname may be an ordinary word (PETIT, MARCHAND), a shop's (LECLERC) or a feast's (NOËL): it counts
where the given name or a *civilité* stands beside it, or where it is written as a name alone is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from e33tui.domain.folding import folded
from e33tui.domain.identity import Candidate


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD: Final = re.compile(r"[^\W_]+")
_BLANKS: Final = " \t\u00a0\u202f"
_SENTENCE_ENDS: Final = (".", "!", "?", ":", ";", "\n", "•", "–", "—", "«", "-")
_CIVIL: Final = _listed("m mr mme mlle melle monsieur madame mademoiselle")
_CANDIDATE: Final = _listed("candidat candidate eleve camarade")
_NO_CANDIDATE: Final = _listed(
    "tuteur tutrice directeur directrice responsable manager gerant gerante chef vendeur "
    "vendeuse client cliente fournisseur prospect formateur formatrice professeur "
    "conseiller conseillere"
)
"""Whom a candidate speaks of: somebody of that name, but nobody of the day."""
_PLACES: Final = _listed(
    "chez magasin magasins enseigne enseignes societe entreprise groupe boutique "
    "hypermarche supermarche drive marque salon garage boulangerie pharmacie librairie "
    "agence restaurant hotel centre galerie rue avenue place ville lycee concurrent "
    "concurrents rayon rayons operation offre"
)
_PROPER: Final = _listed(
    "noel paques carnaval janvier fevrier mars avril mai juin juillet aout septembre "
    "octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche "
    "france paris lyon lille nice nantes brest tours leclerc carrefour auchan casino "
    "cora monoprix boulanger darty fnac zara kiabi"
)
"""Written with a capital wherever they stand, and surnames too."""
_ARTICLES: Final = _listed(
    "le la les l un une des du au aux ce cet cette ces son sa ses leur leurs mon ton notre votre"
)
"""What stands before an ordinary word, and never before somebody's name alone."""
_ORDINARY: Final = _listed(
    "petit petite grand grande gros bon bonne beau belle jeune vieux neuf court long fort doux riche "
    "joly joli gentil sage blanc blanche noir noire brun brune roux rousse rouge vert bleu gris rose "
    "roy roi prince comte marchand boucher berger meunier charpentier fournier barbier mercier "
    "tailleur chevalier clerc garde maitre sergent garcon fille homme cousin voisin page "
    "bois pont moulin maison cour clos champ val mont fontaine roche pierre carre cote croix tour "
    "prix guide bourg chateau forge renard poisson mouton merle olivier laurier pommier fleur "
    "premier second seul bonnet bouton carton collet manteau marteau amour picard normand breton"
)
"""Surnames that are words too: where all is in capitals, nothing tells which of both is meant."""
_CAPITALS_AT_LEAST: Final = 4
"""Letters of a surname in capitals that is no abbreviation, such as SIC or GRC."""
_HALF_AT_LEAST: Final = 4
"""Letters of the first part of a double surname that stands for the whole."""
_NUMBERS: Final = tuple(
    re.compile(pattern + r"(?![\w%€]|[,.]\d)" + behind, re.I)
    for pattern, behind in (
        # So many characters as no text has by chance.
        (r"(?<![\w,.])([A-Z0-9]{5,})", ""),
        # A shorter one is somebody's only where it is called so: « le n° 1 du secteur » is a shop.
        (
            r"\b(?:(?:le|la|au|du|que)\s+(?:n\s?°|num[ée]ro)|(?:candidate?|élève)(?:\s+n\s?°)?)\s?([A-Z0-9]+)",
            r"(?!\s+(?:du|de|des|en)\b|\s+d[’'])",
        ),
    )
)


class _Token(NamedTuple):
    word: str
    start: int
    end: int


class Others:
    """The other candidates of the day, looked for in the texts of one."""

    def __init__(self, own: Candidate, others: Sequence[Candidate]) -> None:
        """Take whose texts are read, and the rest of the day in any number."""
        self._own = own
        self._own_surname = _words(own.surname)
        self._numbers = {other.number for other in others if other.number} - {own.number}
        self._by_first: dict[str, list[Candidate]] = {}
        for other in others:
            if words := _words(other.surname):
                self._by_first.setdefault(words[0], []).append(other)

    def named_in(self, text: str) -> str:
        """Return the first words of ``text`` that name another candidate, or nothing."""
        found = _Reading(text)
        own = found.places_of(self._own_surname)
        for at, token in enumerate(found.tokens):
            for other in self._by_first.get(token.word, ()):
                end = at + len(_words(other.surname))
                if found.words[at:end] == _words(other.surname):
                    named = self._is_named(found, at, end, other, own)
                else:
                    end = at + 1
                    named = _is_named_by_half(found, at, other, own)
                if named:
                    return found.text[token.start : found.tokens[end - 1].end]
        return self._number_in(text)

    def _is_named(
        self, found: _Reading, start: int, end: int, other: Candidate, own: set[int]
    ) -> bool:
        if self._same_name(other):
            return False
        if found.has_beside(start, end, _words(other.given_name)):
            return True
        # A namesake's surname, or a part of the candidate's own, is the candidate's own.
        if own.issuperset(range(start, end)):
            return False
        return found.reads_as_a_person(start, end, _words(other.given_name))

    def _same_name(self, other: Candidate) -> bool:
        return folded(other.full_name) == folded(self._own.full_name)

    def _number_in(self, text: str) -> str:
        found = (number for pattern in _NUMBERS for number in pattern.findall(text))
        return next((number for number in found if number in self._numbers), "")


class _Reading:
    """A text as words and where they stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [
            _Token(folded(found.group()).strip(), found.start(), found.end())
            for found in _WORD.finditer(text)
        ]
        self.words = [token.word for token in self.tokens]
        # Where all is in capitals, a word in capitals is no name.
        self._shouted = text.upper() == text

    def places_of(self, words: Sequence[str]) -> set[int]:
        """Return the numbers of all words that belong to these, one after the other."""
        size = len(words)
        starts = (at for at in range(len(self.words)) if self.words[at : at + size] == words)
        return {place for at in starts for place in range(at, at + size)}

    def has_beside(self, start: int, end: int, given: Sequence[str]) -> bool:
        """Tell whether a given name stands before or after these words."""
        size = len(given)
        before, behind = self.words[max(0, start - size) : start], self.words[end : end + size]
        return size > 0 and given in (before, behind)

    def reads_as_a_person(self, start: int, end: int, given: Sequence[str]) -> bool:
        """Tell whether these words, a surname, stand there as somebody's name.

        Args:
            start: the number of the surname's first word.
            end: the number of the word behind it.
            given: the given name, of which an initial may stand beside it.
        """
        before = self.words[start - 1] if start else ""
        around = (*self.words[max(0, start - 3) : start], *self.words[end : end + 2])
        if before in _PLACES or not _NO_CANDIDATE.isdisjoint(around):
            return False
        if before in _CIVIL:
            return True
        # « Le grand magasin » is no LE GRAND.
        if not all(self._written(at)[0].isupper() for at in (start, end - 1)):
            return False
        if before in _CANDIDATE or self._has_initial(start, end, given):
            return True
        if self._shouted:
            return self._is_no_word(start, end)
        if end - start > 1:
            return True
        written = self._written(start)
        if written.isupper():
            return len(written) >= _CAPITALS_AT_LEAST and self._is_the_only_one_in_capitals(start)
        return self._stands_alone_with_a_capital(start)

    def _written(self, at: int) -> str:
        token = self.tokens[at]
        return self.text[token.start : token.end]

    def _has_initial(self, start: int, end: int, given: Sequence[str]) -> bool:
        """Tell « E. Garçon » and « GARÇON E. »; « E. Leclerc » is a shop."""
        if self.words[start] in _PROPER:
            return False
        initials = {name[0].upper() for name in given}
        # Accents of an initial are rarely typed.
        beside = (at for at in (start - 1, end) if 0 <= at < len(self.tokens))
        return any(
            self.words[at].upper() in initials
            and self._written(at).isupper()
            and self.text[self.tokens[at].end :].startswith(".")
            for at in beside
        )

    def _is_no_word(self, start: int, end: int) -> bool:
        """Tell a name from a word where all is in capitals."""
        if start and self.words[start - 1] in _ARTICLES:
            return False
        names = [word for word in self.words[start:end] if len(word) >= _CAPITALS_AT_LEAST]
        return bool(names) and _PROPER.isdisjoint(names) and _ORDINARY.isdisjoint(names)

    def _is_the_only_one_in_capitals(self, at: int) -> bool:
        """Tell a name from a slogan or a feast: « PETIT PRIX », « NOËL »."""
        beside = (self.text[token.start : token.end] for token in self._neighbours(at))
        return self.words[at] not in _PROPER and not any(word.isupper() for word in beside)

    def _neighbours(self, at: int) -> list[_Token]:
        places = (at - 1, at + 1)
        return [self.tokens[place] for place in places if 0 <= place < len(self.tokens)]

    def _stands_alone_with_a_capital(self, at: int) -> bool:
        token = self.tokens[at]
        if token.word in _PROPER or self.text[: token.start].rstrip(_BLANKS).endswith(
            _SENTENCE_ENDS
        ):
            return False
        beside = self._neighbours(at)
        return at > 0 and not any(self.text[other.start].isupper() for other in beside)


def _is_named_by_half(found: _Reading, at: int, other: Candidate, own: set[int]) -> bool:
    """Tell whether the first part of a double surname stands for it, beside the given name.

    A particle is no such part: « d’Ana » is no D’ALMEIDA.
    """
    if len(found.words[at]) < _HALF_AT_LEAST or at in own:
        return False
    return found.has_beside(at, at + 1, _words(other.given_name))


def _words(name: str) -> list[str]:
    return folded(name).split()

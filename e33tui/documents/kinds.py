"""Every kind of document, by the name of its template and the type of its content.

A content is a frozen dataclass of final French text, of plain values, tuples and other such
dataclasses. To add a kind: its content, a template that extends ``base.html``, a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from e33tui.documents.card import Card
from e33tui.domain.dossier import Dossier
from e33tui.domain.sheets import CandidateList, Report
from e33tui.domain.verso import Verso

Content: TypeAlias = Card | CandidateList | Dossier | Report | Verso

KINDS: Final[Mapping[str, type[Content]]] = {
    "card": Card,
    "dossier": Dossier,
    "list": CandidateList,
    "report": Report,
    "verso": Verso,
}


def kind_of(content: Content) -> str:
    """Return the name of a content's kind, which is that of its template."""
    return next(name for name, kind in KINDS.items() if kind is type(content))


def sheets_of(content: Content) -> int:
    """Return how many pages a document takes where none of its texts is long."""
    if isinstance(content, Card):
        # Both sides of one sheet: on one side its letters would be too small to be read at a glance.
        return 2
    return content.sheets if isinstance(content, Dossier) else 1

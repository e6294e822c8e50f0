"""What a document of the demonstration says of itself, whatever its kind.

A séance of fictitious candidates makes the same documents as an exam: found alone, none of them may
pass for one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from e33tui.domain.dossier import Dossier
from e33tui.domain.sheets import CandidateList, Report
from e33tui.domain.verso import Verso
from e33tui.domain.wording import RESERVED_DOCUMENT

NOTICE = "Démonstration, sans valeur d’examen"

C = TypeVar("C")


def of_demonstration(content: C) -> C:
    """Return a document's content with the notice that it is of the demonstration.

    What is no document about candidates, such as the key card, comes back as it is.
    """
    shown: object = content
    if isinstance(content, Verso):
        shown = replace(content, notice=NOTICE)
    elif isinstance(content, Dossier):
        shown = replace(
            content,
            # At the head of every sheet.
            reserved=f"{RESERVED_DOCUMENT}\u00a0· {NOTICE}",
            notice=NOTICE,
            verso=content.verso and of_demonstration(content.verso),
        )
    elif isinstance(content, CandidateList | Report):
        shown = replace(content, heading=replace(content.heading, notice=NOTICE))
    return shown  # type: ignore[return-value]

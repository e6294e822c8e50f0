"""Helping a text along: which observations bear on it, as a draft, and a phrase put where one writes.

Nothing here chooses: the commission picks observations and phrases, and rewrites them.
"""

from __future__ import annotations

from collections.abc import Iterable

from e33tui.domain.passage import Passage
from e33tui.domain.remark import Remark
from e33tui.domain.timeline import timeline
from e33tui.domain.wording import capitalised

_ENDS = (".", "!", "?", "…", ":", ";")


def bearing_on(passage: Passage, text_id: str) -> tuple[Remark, ...]:
    """Return the observations that a text may draw on, the earliest first.

    A comment has those on its competence's criteria, the appraisal has all of them. A question that
    nobody asked is none: it would stand there as if the candidate had answered it.

    Raises:
        KeyError: no such text.
    """
    plan, rubric = passage.rubric.text(text_id), passage.rubric
    made = tuple(remark for remark in timeline(passage) if not remark.open_question)
    if plan.competence_id is None:
        return made
    criteria = {criterion.id for criterion in rubric.competence(plan.competence_id).criteria}
    return tuple(remark for remark in made if remark.criterion in criteria)


def drafted(remarks: Iterable[Remark]) -> str:
    """Return observations as a draft: a sentence a line, without mark, criterion or time.

    Marks and criteria belong to the grid and stay behind: the text is communicable (rule 11).
    """
    return "\n".join(_sentence(remark.text) for remark in remarks)


def _sentence(text: str) -> str:
    words = text.strip()
    closed = words if words.endswith(_ENDS) else f"{words}."
    return capitalised(closed)


def inserted(text: str, at: int, words: str) -> tuple[str, int]:
    """Return ``text`` with ``words`` put in at ``at``, and where one writes on: behind them.

    A space is put where they would run into what stands before or after, none beside another blank
    or before a point. A sentence that ends its line without a full stop gets one; a blank behind
    its last word says that it goes on.

    Args:
        text: what is written so far.
        at: a place in it, from 0 to its length.
        words: a phrase or a draft.
    """
    before, behind = text[:at], text[at:]
    lead = " " if before and not before[-1].isspace() else ""
    if lead and before[-1].isalnum() and behind[:1] in ("", "\n"):
        lead = ". "
    trail = " " if behind and not behind[0].isspace() and behind[0] not in ".,)" else ""
    return f"{before}{lead}{words}{trail}{behind}", len(before) + len(lead) + len(words)


def word_count(text: str) -> int:
    """Return how many words a text has, as they are counted on paper: signs alone are none."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())

"""Which question is meant, and what becomes of it once the candidate has answered it."""

from __future__ import annotations

from e33tui.domain.commands import EditRemark
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark, PartId, Remark
from e33tui.domain.wording import counted


def still_to_ask(passage: Passage, part: PartId) -> str:
    """Return « 2 questions », for an interview with any that nobody has asked yet; else nothing."""
    count = len(passage.open_questions) if part is PartId.INTERVIEW else 0
    return counted(count, "question", "questions") if count else ""


def meant(passage: Passage, criterion: str, chosen: Remark | None = None) -> Remark | None:
    """Return the question that is ticked off: the one chosen, else the first open one of a criterion.

    ``None`` where there is none: no key takes another criterion's question in its place.
    """
    open_here = (one for one in passage.open_questions if one.criterion == criterion)
    return chosen or next(open_here, None)


def answered(question: Remark, answer: str, mark: Mark = Mark.NEUTRAL) -> EditRemark:
    """Return the command that turns a question into an observation with its answer.

    The question stays in it, so that the answer can be understood later, and so does its moment.

    Args:
        question: an observation marked ``?``.
        answer: what the commission typed; nothing leaves the question's own text.
        mark: what the observation is from now on.
    """
    words = " ".join(answer.split())
    text = f"{question.text} – {words}" if words else question.text
    return EditRemark(question.id, text, mark, question.criterion)

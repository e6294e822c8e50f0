"""What becomes of a question once the candidate has answered it."""

from __future__ import annotations

from e33tui.domain.commands import EditRemark
from e33tui.domain.remark import Mark, Remark


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

"""The verso as text on the screen, before it is printed, and what never is: how the oral went."""

from __future__ import annotations

from textual.content import Content

from e33tui.domain.course import course
from e33tui.domain.passage import Passage
from e33tui.domain.verso import Verso
from e33tui.screens.view import QUIET, STRONG, say, wrap
from e33tui.signs import NAMELY, spoken


def verso_lines(verso: Verso, width: int) -> list[Content]:
    """Return all that the verso says, in the order in which it is printed, wrapped to ``width``."""
    found = _rows(verso.notice, width, STRONG)
    found += _rows(verso.exam, width)
    found += _rows(verso.subtest, width, STRONG)
    found += _rows(verso.subject, width)
    found += _rows(verso.amended or "", width, STRONG)
    found.append(Content(""))
    for label, value in verso.identification:
        found += _rows(f"{label} : {value}", width)
    found.append(Content(""))
    found += _texts(verso, width) if verso.statement is None else _rows(verso.statement, width)
    found += [Content(""), *_rows(f"{verso.members_title} :", width, STRONG)]
    for member in verso.members:
        found += _rows(member, width, first="  ")
    found += _rows(f"{verso.note_title} : {verso.note} {verso.note_out_of}", width, STRONG)
    found += _rows(verso.proposal, width, QUIET)
    if verso.fingerprint:
        found += _rows(f"Empreinte : {verso.fingerprint}", width, QUIET)
    return found


def _texts(verso: Verso, width: int) -> list[Content]:
    found = _rows(f"{verso.comments_title} :", width, STRONG)
    found += _rows(f"{verso.comments_lead} :", width)
    for comment in verso.comments:
        found += _rows(comment.heading, width, QUIET, first="– ")
        found += _rows(comment.text, width, first="  ")
    found += [Content(""), *_rows(f"{verso.appraisal_title} :", width, STRONG)]
    found += _rows(verso.appraisal, width, first="  ")
    return found


def _rows(text: str, width: int, style: str = "", first: str = "") -> list[Content]:
    """Return the rows of a text; none where there is none."""
    return [say(line, style) for line in wrap(text, width, first)] if text else []


def course_lines(passage: Passage, width: int) -> list[Content]:
    """Return how the oral went, for the commission, under a heading that says it is not printed."""
    facts = course(passage)
    if not facts:
        return []
    found = [Content(""), say("Déroulé du passage (n’est pas sur le verso)", STRONG)]
    for label, value in facts:
        found += [
            say(line) for line in wrap(f"{spoken(label, NAMELY)} : {value}", width, "  ", "    ")
        ]
    return found

"""The verso as text on the screen, before it is printed, and what never is: how the oral went."""

from __future__ import annotations

from textual.content import Content

from e33tui.domain.course import course
from e33tui.domain.passage import Passage
from e33tui.domain.verso import Verso
from e33tui.screens.view import QUIET, STRONG, say, wrap
from e33tui.signs import NAMELY, spoken


def verso_lines(verso: Verso, width: int) -> list[Content]:
    """Return the verso in the form's order, wrapped to ``width``."""
    above = (verso.notice, verso.amended, *wrap(verso.subtest, width))
    found = [say(line, STRONG) for line in above if line]
    for label, value in verso.identification:
        found += [say(line) for line in wrap(f"{label} : {value}", width)]
    found.append(Content(""))
    if verso.statement is not None:
        found += [say(line) for line in wrap(verso.statement, width)]
    else:
        found += _texts(verso, width)
    found.append(Content(""))
    found += [say(member, QUIET) for member in verso.members]
    found.append(say(f"{verso.note_title} : {verso.note} {verso.note_out_of}", STRONG))
    found += [say(line, QUIET) for line in wrap(verso.proposal, width)]
    return found


def _texts(verso: Verso, width: int) -> list[Content]:
    found = [say(verso.comments_title, STRONG)]
    for comment in verso.comments:
        found += [say(line, QUIET) for line in wrap(comment.heading, width, "– ")]
        found += [say(line) for line in wrap(comment.text, width, "  ")]
    found += [Content(""), say(verso.appraisal_title, STRONG)]
    found += [say(line) for line in wrap(verso.appraisal, width, "  ")]
    return found


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

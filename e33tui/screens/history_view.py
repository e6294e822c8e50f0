"""The lasting history and a sealed version as lines: pure functions beside their screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.content import Content

from e33tui.domain.history import Change
from e33tui.domain.history_text import tell
from e33tui.domain.rubric import Rubric
from e33tui.domain.versions import Version
from e33tui.domain.wording import RESERVED
from e33tui.screens.view import QUIET, STRONG, WARNING, lines, say, wrap
from e33tui.service.past import SealedText
from e33tui.signs import ATTENTION, BECOMES, NAMELY, SEPARATOR, spoken


def change_lines(history: Iterable[Change], rubric: Rubric, width: int) -> list[Content]:
    """Return the history in order, wrapped to ``width``; old and new texts stand whole."""
    found: list[Content] = []
    for told in tell(history, rubric):
        worded = replace(told, what=spoken(told.what, NAMELY))
        head, *texts = worded.paragraphs(str(SEPARATOR), str(BECOMES))
        found += [say(line) for line in wrap(head, width, "", "  ")]
        for text in texts:
            found += [say(line) for line in wrap(text, width, "  ", "    ")]
    return found


def version_option(version: Version, width: int) -> Content:
    """Return a version as it stands in the list: number, moment, fingerprint, why reopened."""
    told = [say(line) for line in wrap(spoken(version.words, SEPARATOR), width, "", "  ")]
    if version.reopened_words:
        told += [say(line) for line in wrap(version.reopened_words, width, "  ", "  ")]
    return lines(told)


def version_lines(text: SealedText, width: int) -> list[Content]:
    """Return what a sealed version says, wrapped to ``width``."""
    found = [say(RESERVED, QUIET)]
    found += [
        say(line, STRONG) for line in wrap(spoken(text.version.words, SEPARATOR), width, "", "  ")
    ]
    found += [say(f"{ATTENTION}{line}", WARNING) for line in wrap(text.doubt, width - 2) if line]
    for section in text.sections:
        found += [Content(""), say(section.title, STRONG)]
        for label, value in section.rows:
            found += [
                say(line)
                for line in wrap(f"{spoken(label, NAMELY)} : {value}", width, "  ", "    ")
            ]
    return found

"""``e33tui historique``: a passage's lasting history, and what one of its sealed versions says."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from e33tui.cli.opening import open_service
from e33tui.cli.parser import Parser
from e33tui.cli.words import leave_output, say_error, write, writing
from e33tui.domain.history_text import tell
from e33tui.domain.identity import Candidate
from e33tui.domain.rubric import Rubric
from e33tui.domain.text import visible
from e33tui.domain.wording import RESERVED
from e33tui.service.past import Past, SealedText


def run(words: list[str]) -> int:
    """Print the history of a candidate's passage, or one version, changing nothing."""
    parser = Parser("folder", "number")
    parser.add_argument("--version", type=int)
    found = parser.parse_args(words)
    service = open_service(Path(found.folder), read_only=True, tolerant=True)
    try:
        if service.damage:
            say_error(service.damage)
        passage = service.passage_of(found.number)
        past = service.past(passage)
        if found.version is None:
            lines = history_lines(past, service.rubric)
        else:
            text = service.sealed_text(passage, past.version(found.version))
            if text.doubt:
                say_error(text.doubt)
            lines = version_lines(text, past.state.identification.candidate)
        _print(lines)
    finally:
        service.close()
    return 1 if service.damage else 0


def history_lines(past: Past, rubric: Rubric) -> Iterator[str]:
    """Yield the versions and the changes in order; a text's own lines never begin at the margin."""
    yield from _title("Historique", past.state.identification.candidate)
    yield "Versions scellées"
    for version in past.versions:
        yield f"  {version.words}"
        if version.reopened_words:
            yield from _indented(version.reopened_words, "    ")
    yield ""
    yield "Changements depuis le premier verrouillage"
    for told in tell(past.history, rubric):
        head, *texts = told.paragraphs()
        yield from _indented(head, "", "    ")
        for text in texts:
            yield from _indented(text, "    ", "        ")


def version_lines(text: SealedText, candidate: Candidate) -> Iterator[str]:
    """Yield what a sealed version says, under its headings."""
    yield from _title(text.version.words, candidate)
    yield f"Empreinte\u00a0: {text.version.seal}"
    for section in text.sections:
        yield ""
        yield section.title
        for label, value in section.rows:
            yield from _indented(f"{label}\u00a0: {value}", "  ", "      ")


def _title(words: str, candidate: Candidate) -> Iterator[str]:
    yield f"{words} · {candidate.full_name}, n° {candidate.number}"
    yield RESERVED
    yield ""


def _indented(text: str, first: str, rest: str = "") -> Iterator[str]:
    """Yield the lines of a text; none of them can be taken for a line of the history."""
    for number, line in enumerate(text.split("\n")):
        yield f"{rest or first if number else first}{line}"


def _print(lines: Iterable[str]) -> None:
    """Print lines with nothing in them that a terminal could obey; a reader may stop early."""
    try:
        for line in lines:
            write(visible(line, multiline=True) + "\n")
        with writing():
            sys.stdout.flush()
    except BrokenPipeError:
        leave_output()

"""What helps a commission through an interview and its texts: *relances*, extracts, phrases.

All of it is data, read when it is first asked for: a start never pays for it. A centre may have files
of its own beside what ships; with anything wrong in one, what ships is in force, and one sentence
says which line is wrong and why.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from e33tui import account_file
from e33tui import rubric as rubrics
from e33tui.domain.aid_table import ByCriterion, Known
from e33tui.domain.errors import RubricError
from e33tui.domain.phrases import PhraseBank, phrase_texts, read_phrases
from e33tui.domain.prompts import Prompts, read_prompts
from e33tui.domain.reference import Extract, Panel, panel, read_extracts
from e33tui.domain.rubric import Rubric
from e33tui.domain.rubric_table import Table
from e33tui.domain.toml_lines import line_of
from e33tui.plain_file import read_beginning

T = TypeVar("T")


class OwnFile(NamedTuple):
    """A file that a centre may have: the variable that names it, else its name."""

    variable: str
    name: str


PROMPTS: Final = OwnFile("E33TUI_RELANCES", "relances.toml")
PHRASES: Final = OwnFile("E33TUI_PHRASES", "phrases.toml")
EXTRACTS: Final = "documents.toml"
"""The extracts of teaching documents; what a centre has to say of them, it says in its *relances*."""

_DATA: Final = Path(__file__).parent / "rubrics"


class Aids:
    """The aids for one rubric; each is read once, when it is first asked for.

    Attributes:
        rubric: the grid in use, which need not be one that ships.
    """

    def __init__(self, rubric: Rubric) -> None:
        """Serve ``rubric``."""
        self.rubric = rubric

    @property
    def prompts(self) -> Prompts:
        """The questions that a commission may ask."""
        return self._prompts[0]

    @property
    def phrases(self) -> PhraseBank:
        """The phrases for the five texts."""
        return self._phrases[0]

    @property
    def fault_of_prompts(self) -> str:
        """What is wrong with the centre's own questions, one French sentence; mostly nothing."""
        return self._prompts[1]

    @property
    def fault_of_phrases(self) -> str:
        """What is wrong with the centre's own phrases, one French sentence; mostly nothing."""
        return self._phrases[1]

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the centre's own files, one French sentence each; mostly nothing."""
        return tuple(fault for fault in (self.fault_of_prompts, self.fault_of_phrases) if fault)

    def panel(self, criterion_id: str) -> Panel:
        """Return what there is to consult on a criterion, or raise ``KeyError``."""
        return panel(self.rubric, criterion_id, self._extracts)

    @cached_property
    def _extracts(self) -> ByCriterion[Extract]:
        return read_extracts(self._shipped(EXTRACTS), self._own_criteria)

    @cached_property
    def _prompts(self) -> tuple[Prompts, str]:
        shipped, _ = read_prompts(self._shipped(PROMPTS.name), self._own_criteria)
        own, fault = _own(PROMPTS, lambda root: read_prompts(root, self._known(), own=True))
        return (shipped.with_own(own[0], replacing=own[1]) if own else shipped), fault

    @cached_property
    def _phrases(self) -> tuple[PhraseBank, str]:
        written = rubrics.tables((_DATA / PHRASES.name).read_bytes(), PHRASES.name)
        # A phrase serves any grid, also one that has no text of that name.
        text_ids = phrase_texts(written, self.rubric)
        shipped, _ = read_phrases(Table(PHRASES.name, "", written), text_ids)
        own, fault = _own(PHRASES, lambda root: read_phrases(root, text_ids, own=True))
        return (shipped.with_own(own[0], replacing=own[1]) if own else shipped), fault

    @property
    def _own_criteria(self) -> Known:
        return {self.rubric.id: self.rubric.criterion_ids}

    def _known(self) -> Known:
        """Return what a centre's file may speak of: one file serves every grid."""
        shipped = (rubrics.shipped(name) for name in rubrics.SHIPPED)
        return {each.id: each.criterion_ids for each in (*shipped, self.rubric)}

    def _shipped(self, name: str) -> Table:
        """Return of a file that ships what is about the grid in use; the rest is never read here.

        A centre's own grid may bear the name of one that ships and have other criteria.
        """
        values = rubrics.tables((_DATA / name).read_bytes(), name)
        kept = {key: value for key, value in values.items() if key not in rubrics.SHIPPED}
        # A practice séance has E33's criteria, and so what helps with them.
        named = "e33" if self.rubric.id == rubrics.PRACTICE else self.rubric.id
        mine, ids = values.get(named), self.rubric.criterion_ids
        if isinstance(mine, dict):
            kept[self.rubric.id] = {key: value for key, value in mine.items() if key in ids}
        return Table(name, "", kept)


def _own(file: OwnFile, read: Callable[[Table], T]) -> tuple[T | None, str]:
    """Return what a centre's own file holds, or ``None`` and, where it has one, what is wrong."""
    shown = account_file.where(*file)
    try:
        data = read_beginning(account_file.path(*file), rubrics.MOST_BYTES + 1)
    except FileNotFoundError:
        named = account_file.is_named(file.variable)
        return None, f"{shown} : ce fichier n’existe pas ; vérifiez son chemin." if named else ""
    except (OSError, RuntimeError):
        return None, f"{shown} : ce fichier ne peut pas être lu ; vérifiez ses droits."
    try:
        return read(Table(shown, "", rubrics.tables(data, shown))), ""
    except rubrics.RubricFileError as error:
        return None, error.message
    except RubricError as error:
        return None, _at_its_line(error, data)


def _at_its_line(error: RubricError, data: bytes) -> str:
    line = line_of(data.decode("utf-8-sig"), error.key)
    if line is None:
        return error.message
    return error.sentence(f"{error.file}, ligne {line}", error.key, error.reason)

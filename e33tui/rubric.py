"""Reading a rubric: from the bytes of a TOML file to a checked :class:`Rubric`.

The types are those of :mod:`e33tui.domain.rubric`. Whatever is wrong with the file is one French
sentence with file, key and reason.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

from e33tui.domain.errors import E33Error, RubricError
from e33tui.domain.rubric import (
    APPRAISAL,
    INTERVIEW,
    LABEL_LIMIT,
    PART_IDS,
    PRESENTATION,
    Accommodation,
    CommissionPlan,
    Competence,
    Criterion,
    Gate,
    GridPlan,
    Identification,
    Level,
    NoteScale,
    PartPlan,
    Phase,
    Rubric,
    TextPlan,
    VersoPlan,
)
from e33tui.domain.rubric_reader import read_rubric
from e33tui.domain.rubric_table import Table
from e33tui.domain.toml_lines import line_full_of_dots
from e33tui.plain_file import read_beginning

__all__ = [
    "APPRAISAL",
    "INTERVIEW",
    "LABEL_LIMIT",
    "MOST_BYTES",
    "PACKAGED",
    "PART_IDS",
    "PRACTICE",
    "PRESENTATION",
    "SHIPPED",
    "Accommodation",
    "CommissionPlan",
    "Competence",
    "Criterion",
    "Gate",
    "GridPlan",
    "Identification",
    "Level",
    "NoteScale",
    "PartPlan",
    "Phase",
    "Rubric",
    "RubricFileError",
    "TextPlan",
    "VersoPlan",
    "load",
    "parse",
    "shipped",
]

PACKAGED = "rubric.toml"
"""The rubric of E33 that ships with the package."""

SHIPPED = {"e33": PACKAGED, "bloc3": "rubrics/bloc3.toml"}
"""Every rubric that ships with the package: its id, and its file beside this module."""

PRACTICE = "e33_entrainement"
"""The id of E33's rubric with the clock of a practice séance; no other séance may have it."""
_PRACTICE_CHANGES = "rubrics/entrainement.toml"

MOST_BYTES = 512 * 1024
"""Of a file: far more than two thousand phrases; a longer one is not this program's."""

_TWICE = re.compile(r"overwrite|twice|[Dd]uplicate|immutable")
"""In what a reader of TOML says of a key that is there already."""
_TOML_PLACE = re.compile(r"at line (\d+), column (\d+)")


class RubricFileError(RubricError):
    """A rubric file that cannot be read at all, so that no key can be named.

    Attributes:
        line: where reading stopped, from 1; ``None`` when it does not apply.
    """

    def __init__(self, file: str, reason: str, line: int | None = None) -> None:
        super().__init__(file, "", reason)
        place = f", ligne {line}" if line is not None else ""
        E33Error.__init__(self, f"{file}{place} : {reason}")
        self.line = line


def load(path: Path | None = None) -> Rubric:
    """Read a rubric file, by default the packaged one of E33.

    Raises:
        RubricError: the file cannot be read, or is not a valid rubric.
    """
    if path is None:
        # importlib.resources costs the start 9 ms and would find the same file.
        return parse(Path(__file__).with_name(PACKAGED).read_bytes(), PACKAGED)
    try:
        data = read_beginning(path, MOST_BYTES + 1)
    except OSError as error:
        reason = "ce fichier ne peut pas être lu ; vérifiez son chemin et ses droits."
        raise RubricFileError(str(path), reason) from error
    return parse(data, str(path))


def shipped(rubric_id: str) -> Rubric:
    """Read one of :data:`SHIPPED`, or that of :data:`PRACTICE`; or raise ``KeyError``."""
    if rubric_id == PRACTICE:
        return _practice()
    name = SHIPPED[rubric_id]
    return parse((Path(__file__).parent / name).read_bytes(), name)


def _practice() -> Rubric:
    """Return the rubric of E33 with what a practice séance changes of it."""
    here = Path(__file__).parent
    form, changes = ((here / name).read_bytes() for name in (PACKAGED, _PRACTICE_CHANGES))
    values, changed = tables(form, PACKAGED), tables(changes, _PRACTICE_CHANGES)
    values |= {key: value for key, value in changed.items() if key != "temps"}
    del values["coefficient"]
    parts = zip(_parts(values), _parts(changed), strict=True)
    values["temps"] = [before | after for before, after in parts]
    return read_rubric(
        Table(_PRACTICE_CHANGES, "", values), hashlib.sha256(form + changes).hexdigest()
    )


def _parts(values: dict[str, object]) -> list[dict[str, object]]:
    found = values["temps"]
    assert isinstance(found, list)
    return found


def parse(data: bytes, file: str) -> Rubric:
    """Return the rubric written in ``data``, completely checked.

    Args:
        data: the bytes of a TOML file in UTF-8.
        file: its name, for messages.

    Raises:
        RubricError: the first thing wrong, with file, key and reason.
    """
    return read_rubric(Table(file, "", tables(data, file)), hashlib.sha256(data).hexdigest())


def tables(data: bytes, file: str) -> dict[str, object]:
    """Return what a TOML file holds.

    Raises:
        RubricFileError: it cannot be read as one; says where.
    """
    if len(data) > MOST_BYTES:
        raise RubricFileError(file, f"ce fichier est trop long ; {MOST_BYTES // 1024} ko au plus.")
    if (line := line_full_of_dots(data)) is not None:
        reason = "cela ne se lit pas ; un texte se met entre guillemets et a peu de points."
        raise RubricFileError(file, reason, line)
    try:
        # A byte order mark, as some editors leave it, is no mistake of the rubric's.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = "ce fichier n’est pas en UTF-8 ; enregistrez-le dans ce codage."
        raise RubricFileError(file, reason, line) from error
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _syntax_error(file, text, error) from error


def _syntax_error(file: str, text: str, error: Exception) -> RubricFileError:
    place = _TOML_PLACE.search(str(error))
    if _TWICE.search(str(error)):
        line = int(place[1]) if place else text.count("\n") + 1
        return RubricFileError(
            file, "cette clé ou sa section y est deux fois ; n’en gardez qu’une.", line
        )
    if place:
        reason = f"écriture TOML incorrecte à la colonne {place[2]} ; corrigez cette ligne."
        return RubricFileError(file, reason, int(place[1]))
    if "end of document" in str(error):
        reason = "écriture TOML inachevée à la fin du fichier ; complétez-la."
        return RubricFileError(file, reason, text.count("\n") + 1)
    return RubricFileError(file, "écriture TOML incorrecte ; reprenez le fichier d’origine.")

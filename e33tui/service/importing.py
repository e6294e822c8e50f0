"""Taking a roster over from a file: what it would do, and doing it in one write."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain import closing as closings
from e33tui.domain.identity import usual_extra
from e33tui.domain.roster_lines import read_file, read_rows, read_text
from e33tui.domain.roster_plan import Known, Plan, plan
from e33tui.domain.roster_reading import Reading, Spot, Terms
from e33tui.domain.roster_table import MOST_BYTES, refusal
from e33tui.domain.wording import counted
from e33tui.plain_file import read_beginning
from e33tui.service.day import uncollected
from e33tui.service.workbook import is_workbook, read_workbook
from e33tui.store import new_passage_id

if TYPE_CHECKING:
    from e33tui.domain.rubric import Rubric
    from e33tui.domain.sitting import Sitting
    from e33tui.service import Service
    from e33tui.service.day import DayRow


def read_roster(path: Path) -> bytes:
    """Return the bytes of a roster's file, one more than is taken at most; no pipe is waited for.

    Raises:
        InputError: it cannot be read, or is no file.
    """
    try:
        return read_beginning(path, MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise refusal(_unreadable(path, error)) from error


def _unreadable(path: Path, error: OSError | ValueError) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOENT, errno.ENOTDIR, None):
        return f"{path} n’existe pas. Vérifiez son nom et son dossier."
    if number in (errno.EISDIR, errno.ESPIPE, errno.ENXIO):
        return f"{path} n’est pas un fichier. Donnez celui de la liste."
    return f"{path} ne peut pas être lu. Vérifiez ses droits."


def reading(
    rubric: Rubric, sitting: Sitting, source: bytes | str, *, with_school: bool = False
) -> Reading:
    """Return what a file or some pasted lines say.

    Args:
        rubric: gives the extra time that « tiers temps » stands for.
        sitting: gives the day.
        source: the file's bytes, or the text that was pasted.
        with_school: whether the school is asked for.

    Raises:
        InputError: it is no roster; the sentence says why.
    """
    terms = Terms(usual_extra(rubric), sitting.date, with_school)
    if isinstance(source, str):
        return read_text(source, terms)
    return _of_workbook(source, terms) if is_workbook(source) else read_file(source, terms)


def _of_workbook(data: bytes, terms: Terms) -> Reading:
    sheet = read_workbook(data)
    found = read_rows(sheet.rows, terms)
    if not sheet.others:
        return found
    left = counted(sheet.others, "autre ne l’est pas", "autres ne le sont pas")
    said = Spot(0, "", f"La feuille « {sheet.name} » est lue, {left}.")
    return replace(found, remarks=(said, *found.remarks))


def planned(service: Service, source: bytes | str, *, with_school: bool = False) -> Plan:
    """Return what taking a file or some pasted lines over would do; nothing is done.

    Args:
        service: the séance.
        source: the file's bytes, or the text that was pasted.
        with_school: whether the school is asked for.

    Raises:
        InputError: it is no roster; the sentence says why.
        RuleError: the clôture has begun.
    """
    # Over ten thousand lines the collector would hold the interface's keys up several times.
    with uncollected():
        rows = service.rows()
        sitting = service.sitting
        if sitting.closing is not None:
            raise closings.refusal(sitting.closing)
        read = reading(service.rubric, sitting, source, with_school=with_school)
        return plan(read, [_known(service, row) for row in rows])


def planned_of_file(service: Service, name: str, *, with_school: bool = False) -> Plan:
    """Return what taking a file over would do; as :func:`planned`.

    Args:
        service: the séance.
        name: the file's, as it was typed; ``~`` is the home directory.
        with_school: whether the school is asked for.

    Raises:
        InputError: it cannot be read, or is no roster.
        RuleError: the clôture has begun.
    """
    data = read_roster(Path(os.path.expanduser(name.strip())))  # noqa: PTH111 (never raises)
    return planned(service, data, with_school=with_school)


def _known(service: Service, row: DayRow) -> Known:
    begun = row.passage is not None or service.changes.has_started(row.entry.passage)
    return Known(row.entry, begun, row.candidate)


def take_over(service: Service, plan: Plan) -> None:
    """Do what a plan says, all of it in one write, or nothing.

    Raises:
        InputError: a line is at fault, or a number has been given to somebody else.
        RuleError: the list has changed since, a passage has begun, or the séance is closed.
        StoreError: it cannot be written, or, as it says then, is written and not confirmed.
    """
    if plan.faults:
        raise plan.refusal()
    if plan.changes_something:
        seen = replace(service.sitting, roster=plan.roster)
        service.change(plan.command(new_passage_id), seen=seen, with_list=True)

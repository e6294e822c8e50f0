"""Reads a spreadsheet's first sheet, in a process of its own that may come to no harm but its own.

Run as a script: a workbook on the standard input, its rows as JSON on the standard output. It is a zip
of whatever size it likes to become, and what reads it is no Python: memory and time are bounded, and a
crash is one sentence elsewhere.
"""

from __future__ import annotations

import datetime
import io
import json
import resource
import sys

MEMORY = 1 << 30
SECONDS = 20
MOST_COLUMNS = 200

TOO_LARGE = 3
"""The code of a sheet with more than anybody would call a roster."""

Cell = str | int
"""A text, or a whole number where the sheet has one."""
_Found = (
    int
    | float
    | str
    | bool
    | datetime.time
    | datetime.date
    | datetime.datetime
    | datetime.timedelta
)


def main(most_rows: int) -> int:
    """Write what the first sheet holds that is shown and not empty; return the process's code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    shown = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
    sheets = (book.get_sheet_by_name(name) for name in shown)
    sheet = next((each for each in sheets if each.height), None)
    if sheet is None:
        json.dump({"name": "", "others": 0, "first": 1, "rows": []}, sys.stdout)
        return 0
    if sheet.height > most_rows or sheet.width > MOST_COLUMNS:
        return TOO_LARGE
    first = sheet.start[0] + 1 if sheet.start else 1
    rows = [[_cell(found) for found in row] for row in sheet.to_python()]
    told = {"name": sheet.name, "others": len(shown) - 1, "first": first, "rows": rows}
    json.dump(told, sys.stdout)
    return 0


def _cell(found: _Found) -> Cell:
    if isinstance(found, bool):
        return "oui" if found else "non"
    if isinstance(found, float):
        return int(found) if found.is_integer() else str(found).replace(".", ",")
    if isinstance(found, datetime.datetime):
        day = f"{found:%d/%m/%Y}"
        return day if found.time() == datetime.time() else f"{day} {_hour(found.time())}"
    if isinstance(found, datetime.date):
        return f"{found:%d/%m/%Y}"
    if isinstance(found, datetime.time):
        return _hour(found)
    if isinstance(found, datetime.timedelta):
        minutes, seconds = divmod(found.seconds, 60)
        return _hour(datetime.time(*divmod(minutes, 60), seconds))
    return found


def _hour(time: datetime.time) -> str:
    # A few minutes after midnight are a duration: told so that it is not taken for seconds.
    return f"{time:%H:%M}" if time.hour else f"{time:%H:%M:%S}"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))

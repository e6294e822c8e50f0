"""Small files with anything in them: none of them keeps a séance from opening."""

from __future__ import annotations

import json
from typing import Any

import pytest

from e33tui.persistence.errors import DamagedFile
from e33tui.persistence.form_drafts import FormDraft, FormDraftFile
from e33tui.persistence.holders import decode
from e33tui.persistence.layout import Layout
from e33tui.persistence.presence import visitors
from e33tui.persistence.processes import this_process
from tests.store.support import PASSAGE

HERE = vars(this_process())
NO_PROCESSES: tuple[Any, ...] = (
    None,
    [],
    {},
    HERE | {"start": "x"},
    HERE | {"start": None},
    HERE | {"pid": "1"},
    HERE | {"pid": True},
    HERE | {"pid": -1},
    HERE | {"pid": 10**30},
    HERE | {"boot": ["x"]},
    HERE | {"space": {}},
    HERE | {"more": 1},
)
IDS = [f"process {number}" for number in range(len(NO_PROCESSES))]


def write_forms(layout: Layout, process: Any) -> None:
    row = {"forms": {"setup": {"centre": "x"}}, "shown": "setup", "process": process}
    meta = {"kind": "saisies", "format": 1, "version": "0.1.0"}
    layout.forms.write_text(json.dumps({"meta": {"1": meta}, "forms": {"1": row}}), "utf-8")


@pytest.mark.parametrize("process", NO_PROCESSES, ids=IDS)
def test_a_form_of_no_process_is_told_and_set_aside(layout: Layout, process: Any) -> None:
    write_forms(layout, process)
    content = layout.forms.read_bytes()
    mine = FormDraftFile(layout)
    with pytest.raises(DamagedFile, match=r"saisies\.json est endommagé"):
        mine.adopt()
    mine.save(FormDraft({"setup": {"centre": "y"}}))
    assert layout.forms.with_name("saisies.json.endommage-1").read_bytes() == content


def test_what_no_form_can_have_kept_is_kept_once_under_another_name(layout: Layout) -> None:
    write_forms(layout, HERE)
    content = layout.forms.read_bytes()
    mine = FormDraftFile(layout)
    mine.adopt()
    assert "saisies.json est endommagé" in mine.doubt().message
    for _ in range(2):
        mine.save(FormDraft())
    assert [path.name for path in layout.folder.glob("saisies*")] == ["saisies.json.endommage-1"]
    assert layout.forms.with_name("saisies.json.endommage-1").read_bytes() == content


VISITOR: dict[str, Any] = {"process": HERE, "since": 1, "label": "jury1"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[" * 1024,
        b"[]",
        *(json.dumps(VISITOR | {"process": process}).encode() for process in NO_PROCESSES),
        json.dumps(VISITOR | {"since": "1"}).encode(),
        json.dumps(VISITOR | {"since": 1e400}).encode(),
        json.dumps(VISITOR | {"label": ["x"]}).encode(),
    ],
    ids=["empty", "deep", "list", *IDS, "since", "endless", "label"],
)
def test_a_visitor_that_can_be_nobody_is_passed_over(layout: Layout, content: bytes) -> None:
    for name, data in (("ouvert-1", content), ("ouvert-2", json.dumps(VISITOR).encode())):
        (layout.locks / name).write_bytes(data)
    assert [each.label for each in visitors(layout)] == ["jury1"]


@pytest.mark.parametrize("process", NO_PROCESSES, ids=IDS)
def test_a_lock_names_no_holder_that_can_be_nobody(process: Any) -> None:
    named = {"passage": PASSAGE, "process": HERE, "since": 1, "token": "t", "label": "x"}
    assert decode(json.dumps(named).encode(), PASSAGE)
    assert decode(json.dumps(named | {"process": process}).encode(), PASSAGE) is None
    assert decode(b"[" * 1024, PASSAGE) is None

"""Many documents at once: each as it would be alone, whatever becomes of the others."""

from __future__ import annotations

import os
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from e33tui.documents import Rendered, make_pdf, make_pdfs, one_child, press, stop_rendering, worker
from e33tui.domain.errors import DocumentError, EngineMissing
from tests.documents.checker import RULES, complaints
from tests.documents.made import Maker
from tests.documents.pdf import flat, opened, pages, words
from tests.documents.samples import LONG, RARE, USUAL

pytestmark = pytest.mark.usefixtures("no_child")
FLAKY = """
import sys; sys.path[:] = __import__("json").loads(sys.argv[1])
from e33tui.documents import child
from e33tui.documents.job import Job
def make(engine, job):
    name = job.contents[0].appraisal
    with open({log!r}, "a") as log: print(name, file=log)
    {act}
    return name.encode()
child._load_engine = lambda: None
child._make = make
child.main(float(sys.argv[2]))
"""


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have all temporary folders made in one that the test can look into."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


class Flaky:
    """A child whose engine is a line of the test's own."""

    def __init__(self, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._log = log
        self._monkeypatch = monkeypatch

    def acts(self, line: str, *, cores: int = 1) -> None:
        """Have the child do ``line`` for each document, which is called ``name``."""
        boot = FLAKY.format(log=str(self._log), act=line)
        self._monkeypatch.setattr(worker, "_BOOT", boot)
        self._monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))

    @property
    def tried(self) -> list[str]:
        return self._log.read_text(encoding="utf-8").split()


@pytest.fixture
def flaky(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flaky:
    return Flaky(tmp_path / "tried", monkeypatch)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the list of the children that were begun."""
    found: list[object] = []
    start = worker._children.start

    def counted(*given: Any) -> object:
        found.append(given)
        return start(*given)

    monkeypatch.setattr(worker._children, "start", counted)
    return found


def _told(names: str) -> list[str]:
    """Return what becomes of documents that are called by their appraisal."""
    found = make_pdfs([replace(USUAL, appraisal=name) for name in names])
    return [each.data.decode() if isinstance(each, Rendered) else each.message for each in found]


# First, so that the maker's child need not be begun again after those that count all children.
def test_several_in_one_file_each_begin_a_sheet_and_count_their_own(
    maker: Maker, usual: Rendered, long: Rendered
) -> None:
    whole = maker.pdf(LONG, USUAL)
    sheets = [flat(text) for text in pages(whole.data)]
    alone = len(pages(long.data))
    assert len(sheets) == alone + 1
    assert words(whole.data) == words(long.data) + " " + words(usual.data)
    assert f"page {alone} / {alone}" in sheets[alone - 1]
    assert "page 1 / 1" in sheets[alone]
    assert make_pdf(LONG, USUAL) == whole
    assert not any(complaints(whole.data, profile) for profile in RULES)
    # Two candidates never share a sheet of paper unless somebody wants that.
    assert opened(whole.data).Root.ViewerPreferences.Duplex == "/Simplex"
    assert "/Duplex" not in opened(usual.data).Root.ViewerPreferences


def test_each_is_the_same_file_as_alone(
    usual: Rendered, long: Rendered, rare: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    made = list(make_pdfs([RARE, USUAL, LONG, USUAL, RARE]))
    assert made == [rare, usual, long, usual, rare]


def test_one_child_makes_them_all_and_two_share_them(flaky: Flaky, begun: list[object]) -> None:
    for cores, expected in ((1, 1), (2, 2), (64, 2)):
        begun.clear()
        flaky.acts("__import__('time').sleep(0.1)", cores=cores)
        assert _told("abcdef") == list("abcdef")
        assert len(begun) == expected


def test_those_asked_for_one_after_another_are_made_by_one_child_and_one_may_fail(
    flaky: Flaky, begun: list[object]
) -> None:
    flaky.acts("assert name != 'c'")
    with one_child() as make:
        for name in "ab":
            assert make(replace(USUAL, appraisal=name)).data == name.encode()
        assert len(begun) == 1
        with pytest.raises(DocumentError):
            make(replace(USUAL, appraisal="c"))
        assert make(replace(USUAL, appraisal="d")).data == b"d"
    assert not worker._children._running


def test_a_document_that_ends_its_child_loses_no_other(flaky: Flaky, scratch: Path) -> None:
    flaky.acts("name in 'ce' and __import__('os').kill(0, 15)")
    told = _told("abcdef")
    assert [each for each in told if len(each) == 1] == ["a", "b", "d", "f"]
    assert all("pas pu être composé" in told[place] for place in (2, 4))
    # What was answered is not made again; what failed is tried once more, in a child of its own.
    assert flaky.tried == ["a", "b", "c", "c", "d", "e", "e", "f"]
    assert list(scratch.iterdir()) == []


def test_a_child_is_renewed_before_it_has_grown_large(
    flaky: Flaky, begun: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "_RENEWED_AFTER", 2)
    flaky.acts("child.made = getattr(child, 'made', 0) + 1; assert child.made < 3")
    assert _told("abcde") == list("abcde")
    assert len(begun) == 3
    assert flaky.tried == list("abcde")


def test_what_others_left_in_a_child_is_nobodys_fault(flaky: Flaky) -> None:
    flaky.acts("child.made = getattr(child, 'made', 0) + 1; assert child.made < 3")
    assert _told("abcde") == list("abcde")


def test_the_time_limit_is_each_documents_own(flaky: Flaky) -> None:
    flaky.acts("__import__('time').sleep(60 if name == 'b' else 0.4)")
    contents = [replace(USUAL, appraisal=name) for name in "abcd"]
    found = list(make_pdfs(contents, timeout=1.0))
    assert [isinstance(each, Rendered) for each in found] == [True, False, True, True]
    assert "trop de temps" in str(found[1])


def test_the_child_s_own_limit_begins_anew_with_each(flaky: Flaky, begun: list[object]) -> None:
    """It is what ends a child whose program is gone: 32 seconds each, whatever came before."""
    left = "__import__('signal').getitimer(0)[0]"
    flaky.acts(f"assert {left} > 31.8; __import__('time').sleep(0.3)")
    assert _told("abc") == list("abc")
    assert len(begun) == 1


def test_the_child_ends_by_itself_where_one_takes_too_long(flaky: Flaky) -> None:
    """As it would where the program that asked is gone."""
    flaky.acts(
        "name == 'b' and child._limit_time(0.1); __import__('time').sleep(0.3 * (name == 'b'))"
    )
    told = _told("abc")
    assert (told[0], told[2]) == ("a", "c")
    assert "trop de temps" in told[1]


def test_without_the_engine_nothing_is_tried_in_vain(
    begun: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_BOOT", "import sys; sys.exit(13)")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    found = list(make_pdfs([USUAL] * 5))
    assert [type(each) for each in found] == [EngineMissing] * 5
    assert len(begun) == 1


def test_who_wants_no_more_waits_for_none(flaky: Flaky, scratch: Path) -> None:
    flaky.acts("name == 'a' or __import__('time').sleep(60)", cores=2)
    found = make_pdfs([replace(USUAL, appraisal=name) for name in "abcd"])
    assert isinstance(next(found), Rendered)
    closing = threading.Thread(target=found.close)  # type: ignore[attr-defined]
    closing.start()
    closing.join(20)
    assert not closing.is_alive()
    assert not worker._children._running
    assert list(scratch.iterdir()) == []


def test_the_programs_end_stops_the_whole_batch(flaky: Flaky) -> None:
    flaky.acts("__import__('time').sleep(60)", cores=2)
    told: list[str] = []
    thread = threading.Thread(target=lambda: told.extend(_told("abcde")))
    thread.start()
    while len(worker._children._running) < 2:
        threading.Event().wait(0.01)
    stop_rendering()
    thread.join(20)
    assert len(told) == 5
    assert all("arrêtée" in each for each in told)


def test_nothing_to_make_begins_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_BOOT", "raise SystemExit(99)")
    assert list(make_pdfs([])) == []


def test_a_file_of_several_fails_as_one() -> None:
    with pytest.raises(DocumentError, match="trop de mémoire"):
        make_pdf(USUAL, USUAL, memory_mb=16)

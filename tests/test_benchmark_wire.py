from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from benchmarks import nano, report, slow_line, walk, wire
from benchmarks.figures import Figure, Peer, Table, columns
from benchmarks.report import Machine, Run, Section
from benchmarks.scene import Scene
from benchmarks.slow_terminal import Channel, Taken
from benchmarks.terminal import NotMeasured, Terminal
from benchmarks.walk import Kind, Step
from benchmarks.wire_clock import CALM, PRESSING, Minute, Ticking, set_clock
from benchmarks.wire_typing import check_editor
from e33tui import rubric
from e33tui.domain.remark import PartId
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock

FIGURE = Figure("bytes_per_key", 1.0, "bytes", 19.0, peer=Peer("nano", 19.0))
TABLE = Table("By look", "Bytes.", ["bytes", "standard", "sobre"], [["a tick", 12.0, None]])
RUN = Run(
    "2026-06-11",
    Machine(2, 25.3, "Linux", "3.11.2", "8.2.8"),
    (Section.of("The wire.", [FIGURE, TABLE]), Section("The rest.", complete=False)),
)


# -- The page


def test_the_page_says_what_is_kept_beside_it_and_nothing_else() -> None:
    assert report.PAGE.read_text(encoding="utf-8") == report.kept().page()


def test_every_figure_of_the_page_is_known_to_the_readme() -> None:
    readme = Path(report.__file__).with_name("README.md").read_text(encoding="utf-8")
    names = [figure.name for section in report.kept().sections for figure in section.figures]
    assert [name for name in names if not _explained(name, readme)] == []


def _explained(name: str, readme: str) -> bool:
    return f"`{name}`" in readme or f"`{name.split('_')[0]}_…" in readme or "slowest_key" in name


def test_a_run_comes_back_from_what_is_kept_of_it() -> None:
    assert Run.from_data(json.loads(json.dumps(RUN.as_data()))).page() == RUN.page()


def test_the_page_has_day_machine_figures_tables_and_what_is_missing() -> None:
    page = RUN.page()
    assert "on 2026-06-11: 2 cores, 25.3 GB of memory, Linux, Python 3.11.2" in page
    assert "| `bytes_per_key` | 1 | bytes | ≤ 19 | ok | 19 | nano |" in page
    assert "### By look\n\nBytes.\n\n| bytes | standard | sobre |" in page
    assert "| a tick | 12 | – |" in page
    assert "## The rest\n\nNot measured in this run." in page


def test_the_page_names_no_machine() -> None:
    machine = str(Machine.here())
    assert "/" not in machine
    assert "GB of memory" in machine


def test_columns_are_aligned_for_a_terminal() -> None:
    assert columns(TABLE).splitlines()[-1].split() == ["a", "tick", "12", "–"]


# -- The walk


def test_a_step_is_done_when_it_shows_its_words_wherever_they_are_wrapped() -> None:
    step = Step("identity", "x", Kind.SCREEN, shows="Présentation numérique", hides="à démarrer")
    assert step.is_done("", "la Présentation\n  numérique")
    assert not step.is_done("", "Présentation numérique à\n démarrer")
    assert not step.is_done("", "la Présentation")


def test_a_step_without_words_must_change_something() -> None:
    step = Step("down", "x", Kind.CRITERION)
    assert step.is_done("a", "b")
    assert not step.is_done("a", "a")
    assert not step.is_done("07:42 / 15:00", "07:43 / 15:00")


# -- The figures


def test_without_nano_its_figures_have_no_limit_and_say_why() -> None:
    ours = dict.fromkeys(
        ("bytes_per_key", "bytes_per_key_mean", "bytes_per_tick", "bytes_per_criterion"), 1.0
    ) | {"bytes_per_screen": 2600.0, "bytes_idle": 0.0, "bytes_per_alert": 90.0}
    found = {figure.name: figure for figure in wire.figures(ours, None)}
    assert found["bytes_per_key"].limit is None
    assert found["bytes_per_key"].peer == Peer("nano, not installed")
    verdicts = {name: figure.verdict for name, figure in found.items()}
    assert verdicts == {
        "bytes_per_key": "",
        "bytes_per_key_mean": "",
        "bytes_per_tick": "ok",
        "bytes_per_alert": "",
        "bytes_per_criterion": "ok",
        "bytes_per_screen": "MISSED",
        "bytes_idle": "ok",
    }


def test_more_bytes_than_nano_is_a_missed_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nano, "version", lambda: "7.2")
    ours = (
        dict.fromkeys(("bytes_per_tick", "bytes_per_alert", "bytes_per_criterion"), 0.0)
        | {"bytes_per_screen": 0.0, "bytes_idle": 0.0}
        | {"bytes_per_key": 1.0, "bytes_per_key_mean": 24.0}
    )
    median, mean, *_ = wire.figures(ours, [19, 19, 20])
    assert (median.verdict, mean.verdict) == ("ok", "MISSED")
    assert mean.peer is not None
    assert mean.peer.name == "nano 7.2"


def test_the_clock_is_put_before_its_tenth_minute(demo: Path) -> None:
    place = Scene.prepare(demo)
    set_clock(demo, place.examined, CALM.beginning)
    service = Service(Store.open(demo, read_only=True), rubric.load(), SystemClock())
    try:
        passage = service.rows()[place.examined].passage
        assert passage is not None
        assert passage.timing(PartId.INTERVIEW).elapsed(service.now()) == CALM.beginning * 1000
    finally:
        service.close()


class Shown(Ticking):
    """A clock whose pictures and bytes are the test's own."""

    def __init__(self, minute: Minute) -> None:
        self.words, self.heard, self.changed = [], [], []
        self._minute, self._rows, self._length, self._shown = minute, [], 0, ""
        self.received = b""

    def picture(self) -> str:
        return self._shown

    def show(self, row: str, size: int, other: str = "") -> None:
        self._shown, self.received = f"{row}\n{other}", self.received + b"x" * size
        self.glance()


def test_a_tick_is_told_from_an_alert_and_from_what_else_changes() -> None:
    clock = Shown(PRESSING[2])
    clock.show("! moins d’1 min  24:58 / 25:00", 500)
    clock.forget()
    clock.show("! moins d’1 min  24:59 / 25:00", 9)
    clock.show("! moins d’1 min  24:59 / 25:00", 0)
    clock.show("!! dépassement  +00:00 / 25:00", 60)
    clock.show("!! dépassement  +00:01 / 25:00", 40, other="enregistré 14:07")
    clock.show("!! dépassement  +00:02 / 25:00", 12, other="enregistré 14:07")
    assert clock.largest(2) == 12
    assert clock.largest_alert() == 60
    with pytest.raises(NotMeasured, match="2 ticks"):
        clock.largest(3)


def test_a_minute_that_is_not_the_one_awaited_is_no_measure() -> None:
    clock = Shown(PRESSING[1])
    clock.show("~ moins de 5 min  23:58 / 25:00", 9)
    clock.forget()
    clock.show("~ moins de 5 min  23:59 / 25:00", 9)
    with pytest.raises(NotMeasured, match="1 ticks"):
        clock.largest(0)
    with pytest.raises(NotMeasured, match="0 alerts"):
        clock.largest_alert()


def test_an_editor_must_show_what_was_typed() -> None:
    class Editor:
        def picture(self) -> str:
            return "  nano\nune ligne  \nune ligne plus lo>\n"

    editor = cast(Terminal, Editor())
    check_editor(editor, "une ligne\rune ligne plus longue\r")
    for lost in ("une lign", "une ligne plus large", "autre"):
        with pytest.raises(NotMeasured, match=lost):
            check_editor(editor, f"{lost}\r")


def test_a_copy_takes_a_name_that_another_has_not_taken_meanwhile(tmp_path: Path) -> None:
    folder = tmp_path / "day"
    folder.mkdir()
    (tmp_path / "day-2").mkdir()
    place = Scene(folder, "A", "B", examined=0, locked=0, waiting=0, to_write=0)
    assert place.copy().name == "day-3"


# -- The slow line


def test_a_channel_takes_its_time_for_each_byte_and_for_the_way() -> None:
    channel = Channel(rate=100, delay=0.5)
    channel.put(b"a" * 10, now=1.0)
    assert not channel.is_free(1.05)
    assert channel.is_free(1.11)
    assert channel.next_moment(1.0) == pytest.approx(1.1)
    assert channel.take(1.59) == b""
    assert channel.take(1.61) == b"a" * 10
    assert channel.take(1.61) == b""


def test_what_is_sent_together_arrives_one_behind_the_other() -> None:
    channel = Channel(rate=100, delay=0.5)
    channel.put(b"a" * 10, now=1.0)
    channel.put(b"b" * 20, now=1.0)
    assert channel.take(1.65) == b"a" * 10
    assert channel.next_moment(1.65) == pytest.approx(1.8)
    assert channel.take(1.81) == b"b" * 20


def test_a_silent_channel_waits_for_nothing() -> None:
    assert Channel(rate=100, delay=0.5).next_moment(7.0) > 1000


def test_the_slow_line_is_told_by_its_steps() -> None:
    letters = Step("a word", "prix", Kind.TEXT)
    criterion = Step("down", "d", Kind.CRITERION)
    screen = Step("open", "o", Kind.SCREEN)
    ours = [Taken(letters, 0.4, 9), Taken(criterion, 1.2, 800), Taken(screen, 2.5, 2000)]
    stock = [Taken(each.step, each.seconds * 4, each.size * 4) for each in ours]
    letter, moved, opened, beside, passage = slow_line.results([*ours, ours[1]], ours, stock)
    assert [each.value for each in (letter, moved, opened)] == [0.4, 1.2, 2.5]  # type: ignore[union-attr]
    assert isinstance(beside, Table)
    assert beside.rows[1] == ["down", 1.2, 800, 4.8, 3200]
    assert isinstance(passage, Table)
    assert len(passage.rows) == 4


def test_the_passage_is_whole() -> None:
    kinds = {step.kind for step in walk.PASSAGE}
    assert kinds == set(Kind)
    assert walk.PASSAGE[-1].shows == ".pdf"

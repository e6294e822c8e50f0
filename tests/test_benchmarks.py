from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import draft_saves, importing, scene, slow_disk
from benchmarks.figures import Better, Figure, Peer, as_data, paired_ratio, table, write
from benchmarks.interface import unseen_letters
from benchmarks.large_day import LINES, LargeDay
from benchmarks.scene import Scene
from benchmarks.terminal import NotMeasured, text_of
from e33tui.domain.commands import PlaceLevel
from e33tui.domain.identity import Accommodation
from e33tui.domain.roster_lines import read_file
from e33tui.domain.roster_reading import Terms
from e33tui.rubric import load
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock

FIGURE = Figure("start_ms", 12.34567, "ms", 20.0, peer=Peer("other", 10.0))


def test_results_are_a_list_of_objects_with_the_promised_keys(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write([FIGURE, Figure("count", None, "count", better="higher", peer=Peer("absent"))], path)
    assert json.loads(path.read_text(encoding="utf-8")) == [
        {
            "name": "start_ms",
            "value": 12.346,
            "unit": "ms",
            "limit": 20.0,
            "better": "lower",
            "peer": {"name": "other", "value": 10.0},
        },
        {
            "name": "count",
            "value": None,
            "unit": "count",
            "limit": None,
            "better": "higher",
            "peer": {"name": "absent", "value": None},
        },
    ]


def test_a_figure_without_peer_has_null() -> None:
    assert as_data([replace(FIGURE, peer=None)])[0]["peer"] is None


@pytest.mark.parametrize(
    ("value", "better", "verdict"),
    [
        (20.0, "lower", "ok"),
        (20.0004, "lower", "ok"),
        (20.001, "lower", "MISSED"),
        (20.0, "higher", "ok"),
        (19.99, "higher", "MISSED"),
        (None, "lower", "not measured"),
    ],
)
def test_verdict(value: float | None, better: Better, verdict: str) -> None:
    assert replace(FIGURE, value=value, better=better).verdict == verdict


def test_no_limit_no_verdict() -> None:
    assert replace(FIGURE, limit=None).verdict == ""


def test_table_shows_value_limit_verdict_and_peer() -> None:
    lines = table([FIGURE, replace(FIGURE, name="a_longer_name_ms", value=25.0)]).splitlines()
    assert [line.split() for line in lines[2:]] == [
        ["start_ms", "12.346", "ms", "≤", "20", "ok", "10", "other"],
        ["a_longer_name_ms", "25", "ms", "≤", "20", "MISSED", "10", "other"],
    ]
    assert lines[2].index("≤") == lines[3].index("≤")


def test_table_without_limit_and_without_the_peer_installed() -> None:
    bare = Figure("n", 1.0, "ms", peer=Peer("nano"))
    assert table([bare]).splitlines()[-1].split() == ["n", "1", "ms", "–", "nano"]


def test_paired_ratio_is_the_median_of_the_pairs() -> None:
    # The machine was ten times slower for the last pair; the ratio of medians would be 3.
    assert paired_ratio([2.0, 3.0, 20.0], [1.0, 1.0, 10.0]) == 2.0


@pytest.mark.parametrize("pairs", [([], []), ([1.0], [])])
def test_paired_ratio_wants_pairs(pairs: tuple[list[float], list[float]]) -> None:
    with pytest.raises(ValueError, match=r"pair|shorter"):
        paired_ratio(*pairs)


def test_stall_counts_what_the_disk_adds_where_the_screen_changes() -> None:
    ordinary = slow_disk.Worst(typing=30.0, leaving=60.0, roster=60.0, opening=60.0, pdf=20.0)
    slow = slow_disk.Worst(typing=35.0, leaving=70.0, roster=90.0, opening=90.0, pdf=20.0)
    assert slow_disk.stall(slow, ordinary) == 35.0
    assert slow_disk.stall(replace(slow, roster=560.0), ordinary) == 500.0
    assert slow_disk.stall(replace(slow, leaving=560.0), ordinary) == 500.0
    assert slow_disk.stall(replace(slow, opening=560.0), ordinary) == 500.0
    assert slow_disk.stall(replace(slow, typing=510.0), ordinary) == 510.0
    assert slow_disk.stall(replace(slow, pdf=510.0), ordinary) == 510.0


def test_text_of_leaves_out_every_control_sequence() -> None:
    stream = (
        b"\x1b[?25l\x1b[1;31mE33\x1b[0m \x1b[2;5H\xc3\xa9t\xc3\xa9\x1b]0;title\x07 \x1b(B"
        b"\x1bP+q544e\x1b\\\x1b7ok\x1b8"
    )
    assert text_of(stream) == "E33 été ok"


def test_unseen_letters_are_those_the_screen_does_not_show() -> None:
    assert unseen_letters("abcdefghijklmnopqrstuvw" + "ABCDEFGHIJKLMNOPQRSTUVW") == "xyzXYZ"


def test_too_few_unseen_letters_are_no_measure() -> None:
    with pytest.raises(NotMeasured):
        unseen_letters("abcdefghijklmnopqrstuvwx" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@pytest.mark.parametrize(
    ("action", "keys"), [("save", "\x0e"), ("repaint", "\x0c"), ("open", "\r"), ("edit", "m")]
)
def test_key_is_what_the_table_of_actions_says(action: str, keys: str) -> None:
    assert scene.key(action) == keys


def test_the_developers_settings_reach_no_measured_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("E33TUI_EXPORTS", "elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    found = scene.environment(tmp_path)
    assert found.keys().isdisjoint({"E33TUI_EXPORTS", "PYTHONDONTWRITEBYTECODE"})
    assert found["HOME"] == str(tmp_path)


def test_copies_of_a_scene_are_whole_and_apart(tmp_path: Path) -> None:
    folder = tmp_path / "demonstration"
    folder.mkdir()
    (folder / "seance.json").write_text("{}")
    place = Scene(folder, "A", "B", examined=0, locked=0, waiting=0, to_write=0)
    first, second = place.copy(), place.copy()
    assert first != second
    assert (first / "seance.json").read_text() == (second / "seance.json").read_text() == "{}"


@pytest.mark.parametrize(("percent", "found"), [(99, 99.0), (100, 100.0), (50, 50.0), (1, 1.0)])
def test_percentile_is_a_value_that_so_many_do_not_exceed(percent: int, found: float) -> None:
    assert draft_saves.percentile([float(n) for n in range(100, 0, -1)], percent) == found


def test_a_few_values_have_their_largest_as_p99() -> None:
    assert draft_saves.percentile([3.0, 1.0, 2.0], 99) == 3.0


def test_a_large_day_is_one_that_the_program_wrote(tmp_path: Path) -> None:
    day = LargeDay.write(tmp_path / "day", 3, sealed=True)
    service = Service(Store.open(day.folder), load(), SystemClock())
    try:
        states = [row.passage for row in service.rows()]
        assert [state and state.locked for state in states] == [True] * 3
        assert service.verify() == []
        assert service.checks.register_summary()[0] == 3
        sealed = next(day.folder.glob("passages/*/scelles/0001.json"))
        sealed.chmod(0o600)
        sealed.write_bytes(sealed.read_bytes()[:-1])
        assert [finding.kind for finding in service.verify()] == ["changed"]
    finally:
        service.close()


def test_the_passages_of_a_large_day_can_be_worked_on(tmp_path: Path) -> None:
    day = LargeDay.write(tmp_path / "day", 2)
    service = Service(Store.open(day.folder), load(), SystemClock())
    try:
        desk = service.open(day.passages[1])
        assert len(service._store.passages.read(desk.id).lines) == LINES
        assert desk.do(PlaceLevel("c1", 4)).levels["c1"] == 4
    finally:
        assert service.close()


def test_the_roster_that_is_imported_is_one_without_a_fault() -> None:
    found = read_file(importing.roster(20), Terms(Accommodation(300, 500)))
    assert (len(found.lines), found.faults, found.ignored) == (20, (), ("Classe",))
    assert {line.convocation for line in found.lines} != {""}
    assert sum(line.accommodation == Accommodation(300, 500) for line in found.lines) == 3

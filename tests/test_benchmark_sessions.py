"""The load of many sessions: what it types, what it takes for an answer, and what it counts."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import sessions, sessions_line
from benchmarks.scene import Scene
from benchmarks.sessions import Measured, figures
from benchmarks.sessions_line import OpenSsh, Ptys, best_way, descendants, programs_on, pss_mb
from benchmarks.sessions_typing import ENTERED, WORD, Typist, _moments, type_together, typists_at
from benchmarks.terminal import NotMeasured


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """A typist's end of a line and the program's, which answers what the test has it answer."""
    ours, theirs = os.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def press(typist: Typist, *moments: float) -> None:
    for moment in moments:
        typist.press(moment)


def test_a_key_waits_until_its_letter_stands_there(line: tuple[int, int]) -> None:
    typist = Typist(line[0])
    press(typist, 1.0)
    typist.receive(b"\x1b[1;70H12:34\x1b[0m", 1.25)
    assert not typist.is_idle()
    typist.receive(b"\x1b[5Ca", 1.5)
    assert typist.is_idle()
    assert typist.waits == [500.0]


def test_a_sequence_that_a_read_has_cut_answers_nothing(line: tuple[int, int]) -> None:
    typist = Typist(line[0], typed=WORD.index("m"))
    for cut in range(1, 13):
        press(typist, 1.0)
        key = WORD[(typist.typed - 1) % len(WORD)]
        data = f"\x1b[1;{cut}{key}\x1b(\x1b]0;{key}\x07".encode()
        typist.receive(data[:cut], 1.5)
        typist.receive(data[cut:], 2.0)
        assert not typist.is_idle()
        typist.receive(f"\x1b[0;3m{key}".encode(), 3.0)
        assert typist.is_idle()


def test_late_answers_come_in_the_order_of_the_keys(line: tuple[int, int]) -> None:
    typist = Typist(line[0])
    press(typist, 1.0, 1.5)
    typist.receive(b"ab", 2.0)
    assert typist.waits == [1000.0, 500.0]


def test_an_observation_is_entered_once_it_is_shown(line: tuple[int, int]) -> None:
    typist = Typist(line[0])
    press(typist, *[0.0] * len(WORD))
    typist.receive(WORD.encode(), 0.0)
    press(typist, 3.0)
    typist.receive(b"02:10 \xe2\x9c\x93 14:07", 3.1)
    typist.receive(b"abcd", 3.2)
    assert not typist.is_idle()
    typist.receive(b"efghijkl", 3.5)
    assert typist.is_idle()
    assert typist.waits[-1] == 500.0
    assert os.read(line[1], 100) == WORD.encode() + b"\n"


def test_no_observation_is_like_the_one_before(line: tuple[int, int]) -> None:
    typist = Typist(line[0])
    press(typist, *[0.0] * (2 * len(WORD) + 2))
    # A pty hands over one line a read.
    first, second = (os.read(line[1], 100).decode().strip() for _ in range(2))
    assert sorted(first) == sorted(second) == sorted(WORD)
    assert all(old != new for old, new in zip(first, second, strict=True))


def test_observations_are_not_all_entered_at_once_nor_too_short() -> None:
    places = [typist.typed for typist in typists_at([*range(50)])]
    assert sorted(set(places)) == [*range(len(WORD) - ENTERED + 1)]
    assert max(places.count(place) for place in places) == 3


def test_each_presses_two_keys_a_second_at_moments_of_its_own() -> None:
    moments = _moments(3, 10.0, random.Random(1))
    assert moments == sorted(moments)
    for number in range(3):
        mine = [moment for moment, whose in moments if whose == number]
        assert [int(moment / 0.5) for moment in mine] == list(range(20))
    assert moments == _moments(3, 10.0, random.Random(1))


def test_a_session_that_ends_is_no_measure(line: tuple[int, int]) -> None:
    ours, theirs = os.openpty()
    os.close(theirs)
    with pytest.raises(NotMeasured, match="ended"):
        type_together([Typist(ours)], 1.0)
    os.close(ours)


def test_figures_are_the_worst_of_each_and_say_the_way() -> None:
    measured = Measured(
        "ptys", pss=[25.0, 31.0, 26.0], cpu=6.0, load_cpu=1.0, waits=[*map(float, range(1, 201))]
    )
    p99, pss, cpu, server = figures(measured)
    assert (p99.name, p99.value, p99.limit, p99.unit) == ("sessions3_p99_ms", 198.0, 100.0, "ms")
    assert p99.peer is not None
    assert "ptys" in p99.peer.name
    assert (pss.name, pss.value, pss.limit) == ("sessions3_pss_mb", 31.0, 30.0)
    assert pss.verdict == "MISSED"
    assert (cpu.value, server.value) == (2.0, None)


def test_a_command_through_openssh_keeps_its_words_and_settings(tmp_path: Path) -> None:
    way = OpenSsh(tmp_path, 2200, 1)
    settings = {"HOME": "/a b", "TERM": "vt220", "PYTHONPATH": "/pro ject"}
    *_, host, inside = way.command(["python", "-m", "e33tui", "/le dossier"], settings)
    assert host == "127.0.0.1"
    assert inside == (
        "cd '/pro ject' && exec env 'HOME=/a b' 'PYTHONPATH=/pro ject'"
        " python -m e33tui '/le dossier'"
    )


def test_without_openssh_there_are_ptys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions_line, "_find", lambda _: "")
    with best_way(tmp_path / "ssh") as way:
        assert isinstance(way, Ptys)
        assert way.command(["a", "b"], {}) == ["a", "b"]


def test_only_the_program_itself_is_counted(tmp_path: Path) -> None:
    folder = str(tmp_path)
    wait = "import sys; print(flush=True); sys.stdin.read()"
    words = ([sys.executable, "-c", wait, "e33tui", folder], [sys.executable, "-c", wait, folder])
    started = [
        subprocess.Popen(each, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for each in words
    ]
    try:
        for each in started:
            assert each.stdout is not None
            each.stdout.readline()
        assert programs_on(tmp_path) == [started[0].pid]
        assert {each.pid for each in started} <= set(descendants(os.getpid()))
        assert 1.0 < pss_mb(started[0].pid) < 100.0
    finally:
        for each in started:
            each.communicate()


@pytest.mark.campaign
@pytest.mark.parametrize("with_server", [True, False])
def test_sessions_are_measured_each_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, with_server: bool
) -> None:
    if not with_server:
        monkeypatch.setattr(sessions_line, "_find", lambda _: "")
    elif not shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin"):
        pytest.skip("no OpenSSH server here")
    found = sessions.run(Scene.prepare(tmp_path / "demonstration"), 3, 4.0, warming=1.0)
    assert found.way == ("OpenSSH" if with_server else "ptys")
    assert len(found.waits) == 3 * 8
    assert len(found.pss) == 3
    assert (found.server_pss is not None) is with_server

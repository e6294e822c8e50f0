"""One writer per passage, whatever the other process does: answers, hangs, stops or is dead."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import HeldElsewhere, OwnershipLost
from e33tui.persistence.layout import Layout
from e33tui.persistence.locks import short_lock
from e33tui.persistence.ownership import Held, Holder, Ownership
from e33tui.persistence.processes import end_process, is_running, start_of, this_process
from e33tui.store import PassageRecord, Store
from tests.store.support import PASSAGE, Agent, record

PATIENCE = 20.0


@pytest.fixture
def agent(store: Store) -> Iterator[Agent]:
    with Agent(store.folder) as agent:
        yield agent


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours that has nothing to do with any of this."""
    command = [sys.executable, "-S", "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        yield process
        assert process.poll() is None, "a bystander was killed"
        process.kill()


@pytest.fixture
def held(store: Store) -> Held:
    return store.acquire(PASSAGE, "tty1")


def holder_of(store: Store, agent: Agent) -> Holder:
    with pytest.raises(HeldElsewhere) as caught:
        store.ownership.take_over(PASSAGE, "tty1", patience=0)
    holder = caught.value.holder
    assert holder is not None
    assert holder.process.pid == agent.pid
    return holder


def text_of(store: Store) -> str:
    return str(store.passages.read(PASSAGE).lines[0]["x"])


def test_a_passage_cannot_be_had_twice(store: Store, held: Held) -> None:
    with pytest.raises(HeldElsewhere) as caught:
        Store.open(store.folder).acquire(PASSAGE, "tty2")
    assert "(tty1)" in caught.value.message
    assert caught.value.holder == held.holder
    held.release()
    store.acquire(PASSAGE, "tty2").check()


def test_two_passages_are_had_side_by_side(store: Store, agent: Agent, held: Held) -> None:
    assert agent.ask("acquire fedcba9876543210") == "held"
    assert agent.ask(f"acquire {PASSAGE}") == "HeldElsewhere"
    held.check()


def test_the_holder_is_told_without_disturbing_it(store: Store, agent: Agent) -> None:
    assert store.ownership.holder(PASSAGE) is None
    agent.ask(f"acquire {PASSAGE}")
    holder = store.ownership.holder(PASSAGE)
    assert holder is not None
    assert (holder.process.pid, holder.label) == (agent.pid, "agent")
    assert holder.since > 1_600_000_000_000
    assert agent.ask("save x") == "saved"


def test_a_released_passage_is_not_written_any_more(store: Store, held: Held) -> None:
    store.passages.save(record(1), held)
    held.release()
    held.release()
    with pytest.raises(OwnershipLost):
        store.passages.save(record(2), held)
    assert store.passages.read(PASSAGE) == record(1)
    assert store.ownership.holder(PASSAGE) is None


def test_release_waits_for_the_write_that_is_under_way(held: Held) -> None:
    with held.writing():
        thread = threading.Thread(target=held.release)
        thread.start()
        held.check()
        assert not held.released
    thread.join(PATIENCE)
    assert held.released


def test_a_folder_out_of_reach_is_waited_for(store: Store, held: Held) -> None:
    away = store.folder.with_name("away")
    store.folder.rename(away)
    store.submit(held, record=record(1))
    assert not store.writer.flush(0.1)
    error = store.status().error
    assert error is not None
    assert not isinstance(error, OwnershipLost)
    away.rename(store.folder)
    assert store.writer.flush(PATIENCE)
    assert store.passages.read(PASSAGE) == record(1)


def test_a_holder_that_answers_saves_and_lets_go(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    agent.tell("serve")
    held = store.ownership.take_over(PASSAGE, "tty1", patience=PATIENCE)
    assert text_of(store) == "saved on request"
    assert agent.answer() == "released"
    assert agent.ask("save late") == "OwnershipLost"
    held.check()
    assert not held.requested()


def test_a_holder_that_is_dead_is_in_nobodys_way(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    agent.ask("save x")
    agent.process.kill()
    agent.process.wait()
    assert store.ownership.holder(PASSAGE) is None
    store.acquire(PASSAGE, "tty1").check()
    assert text_of(store) == "x"


def test_a_dead_holder_that_nobody_waited_for_is_dead(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    agent.process.kill()
    os.waitid(os.P_PID, agent.pid, os.WEXITED | os.WNOWAIT)
    assert store.ownership.holder(PASSAGE) is None
    store.acquire(PASSAGE, "tty1").check()


def test_a_stopped_holder_keeps_the_passage_until_it_is_ended(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    agent.ask("save before")
    agent.stop()
    holder = holder_of(store, agent)
    assert store.ownership.holder(PASSAGE) is not None
    agent.tell("save when it wakes up")
    store.ownership.end_holder(holder)
    held = store.acquire(PASSAGE, "tty1")
    store.passages.save(PassageRecord(PASSAGE, ({"x": "after"},)), held)
    assert agent.process.wait(PATIENCE) == -signal.SIGTERM
    assert text_of(store) == "after"


def test_a_hanging_holder_that_is_ended_saves_what_it_has(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    agent.ask("save_when_told_to_end")
    agent.stop()
    store.ownership.end_holder(holder_of(store, agent), grace=PATIENCE)
    store.acquire(PASSAGE, "tty1").check()
    assert text_of(store) == "saved at the end"


def test_a_holder_that_refuses_to_end_is_killed(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    agent.ask("ignore_the_end")
    store.ownership.end_holder(holder_of(store, agent), grace=0, patience=PATIENCE)
    store.acquire(PASSAGE, "tty1").check()
    assert agent.process.wait(PATIENCE) == -signal.SIGKILL


def test_a_holder_that_let_go_meanwhile_is_left_alone(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    holder = holder_of(store, agent)
    assert agent.ask("serve") == "released"
    store.ownership.end_holder(holder)
    assert agent.ask("acquire fedcba9876543210") == "held"


def test_somebody_else_who_took_it_meanwhile_is_left_alone(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    earlier = replace(holder_of(store, agent), token="0" * 32)
    with pytest.raises(HeldElsewhere):
        store.ownership.end_holder(earlier)
    assert agent.ask("save x") == "saved"


def test_this_process_never_ends_itself(store: Store, held: Held) -> None:
    with pytest.raises(StoreError, match="ce programme le tient lui-même"):
        store.ownership.end_holder(held.holder)


def test_a_holder_in_another_container_is_not_ended_from_here(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    lock = store.folder / "passages" / PASSAGE / "verrou"
    found = json.loads(lock.read_bytes())
    found["process"]["space"] = "pid:[1]"
    lock.write_text(json.dumps(found))
    holder = store.ownership.holder(PASSAGE)
    assert holder is not None
    with pytest.raises(StoreError, match="un autre environnement"):
        store.ownership.end_holder(holder)
    assert agent.process.poll() is None


def test_another_accounts_process_is_not_ended(
    store: Store, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent.ask(f"acquire {PASSAGE}")
    holder = holder_of(store, agent)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(StoreError, match="un autre compte"):
        store.ownership.end_holder(holder)
    assert agent.ask("save x") == "saved"


def test_a_recycled_process_id_is_never_ended(
    store: Store, held: Held, bystander: subprocess.Popen[bytes]
) -> None:
    lock = store.folder / "passages" / PASSAGE / "verrou"
    start = start_of(bystander.pid)
    assert start is not None
    for recorded in (
        replace(held.holder.process, pid=bystander.pid, start=start - 1),
        replace(held.holder.process, pid=bystander.pid, start=start, boot="another boot"),
        replace(held.holder.process, pid=bystander.pid, start=0),
    ):
        assert not is_running(recorded)
        assert end_process(recorded, grace=0, patience=0)
        found = json.loads(lock.read_bytes()) | {"process": vars(recorded)}
        lock.write_text(json.dumps(found))
        assert store.ownership.holder(PASSAGE) is None
        store.ownership.end_holder(replace(held.holder, process=recorded))
        assert bystander.poll() is None


def test_a_process_that_never_was_has_ended() -> None:
    nobody = replace(this_process(), pid=2**22 + 1)
    assert end_process(nobody, grace=0, patience=0)


def test_a_processs_start_is_read_past_any_name(tmp_path: Path) -> None:
    assert start_of(os.getpid()) == this_process().start > 0
    program = tmp_path / "a ) Z 1 ("
    program.symlink_to(sys.executable)
    with subprocess.Popen([program, "-S", "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert (start_of(process.pid) or 0) >= this_process().start
        process.kill()


def test_a_label_of_any_length_fits(store: Store) -> None:
    for label in ("🎓" * 500, "\ud800", "", "a\nb"):
        held = store.acquire(PASSAGE, label)
        held.check()
        held.release()


def test_no_child_inherits_the_lock(store: Store, held: Held) -> None:
    command = [sys.executable, "-S", "-c", "print('up', flush=True); input()"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=False
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        held.release()
        store.acquire(PASSAGE, "tty2").release()
        child.kill()


FORK = """
import os, sys
from pathlib import Path
from e33tui.persistence.layout import Layout
from e33tui.persistence.ownership import Ownership
held = Ownership(Layout(Path(sys.argv[1]))).acquire(sys.argv[2], "")
going, gone = os.pipe()
if os.fork() == 0:
    os.write(gone, b".")
    os.read(0, 1)
    os._exit(0)
os.read(going, 1)
held.check()
os._exit(0)
"""


def test_a_lock_does_not_outlive_its_process_in_a_forked_child(store: Store) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FORK, str(store.folder), PASSAGE],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
    ) as parent:
        assert parent.wait(PATIENCE) == 0
        store.acquire(PASSAGE, "").check()


def test_processes_that_compete_lose_no_change(store: Store) -> None:
    held = store.acquire(PASSAGE, "")
    store.passages.save(PassageRecord(PASSAGE, ({"n": 0},)), held)
    held.release()
    with Agent(store.folder) as one, Agent(store.folder) as two:
        for agent in (one, two):
            agent.tell(f"count {PASSAGE} 40")
        assert [one.answer(), two.answer()] == ["counted", "counted"]
    assert store.passages.read(PASSAGE).lines == ({"n": 80},)


def test_terminals_that_add_to_the_seance_lose_no_line(store: Store) -> None:
    with Agent(store.folder) as one, Agent(store.folder) as two:
        for agent in (one, two):
            agent.tell("append 25")
        assert [one.answer(), two.answer()] == ["appended", "appended"]
    assert [line["n"] for line in store.sitting.lines()] == list(range(50))
    assert len(store.register.entries()) == 50
    assert store.verify() == []


def test_a_short_lock_that_stays_taken_is_told(tmp_path: Path) -> None:
    waited: list[float] = []
    again = short_lock(tmp_path / "seance", sleep=waited.append)
    refused = pytest.raises(StoreError, match="Un autre terminal enregistre")
    with short_lock(tmp_path / "seance"), refused, again:
        pass
    assert round(sum(waited)) == 5
    with short_lock(tmp_path / "seance", patience=0):
        pass


def test_the_lock_is_0600_and_what_a_crash_left_is_cleaned_by_its_holder(store: Store) -> None:
    folder = store.folder / "passages" / PASSAGE
    folder.mkdir()
    left = folder / ".passage.json.0123456789abcdef.tmp"
    left.write_text("Mme Dupont")
    held = store.acquire(PASSAGE, "tty1")
    assert sorted(each.name for each in folder.iterdir()) == ["verrou"]
    assert (folder / "verrou").stat().st_mode & 0o777 == 0o600
    held.check()


def test_an_id_that_could_lead_elsewhere_is_refused(tmp_path: Path) -> None:
    ownership = Ownership(Layout(tmp_path))
    for passage in ("", "..", "../x", "0123456789ABCDEF", PASSAGE + "\n", PASSAGE + "0", "a/b"):
        with pytest.raises(StoreError, match="identifiant"):
            ownership.acquire(passage, "")
    assert list(tmp_path.iterdir()) == []

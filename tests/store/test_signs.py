"""What terminals tell each other about a passage: asked, answered, and never by a file."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.persistence.errors import HeldElsewhere
from e33tui.persistence.layout import Layout
from e33tui.persistence.ownership import Ownership, Question, Sign
from e33tui.store import Held, Store
from tests.store.support import PASSAGE, Agent, tree

PATIENCE = 20.0


@pytest.fixture
def agent(store: Store) -> Iterator[Agent]:
    with Agent(store.folder) as agent:
        yield agent


@pytest.fixture
def held(store: Store) -> Held:
    return store.acquire(PASSAGE, "tty1")


def another(store: Store, patience: float = PATIENCE) -> Ownership:
    """Another terminal."""
    return Ownership(Layout(store.folder), patience=patience)


def ask(store: Store, held: Held, patience: float = PATIENCE) -> Question:
    return another(store, patience).question(held.holder)


def signs_on(lock: Path) -> list[str]:
    """Return the system's own list of the signs that stand on a lock file."""
    inode = f":{lock.stat().st_ino} "
    lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    return [line for line in lines if inode in line and "OFDLCK" in line]


# -- Is anybody there? --


def test_a_holder_that_looks_answers_and_keeps_the_passage(store: Store, held: Held) -> None:
    question = ask(store, held)
    assert question.sign() is None
    held.answer()
    assert question.sign() is Sign.ANSWERS
    assert not held.requested()
    held.check()


def test_a_holder_that_does_not_look_is_silent_in_the_end(store: Store, held: Held) -> None:
    assert ask(store, held).sign() is None
    assert ask(store, held, patience=0).sign() is Sign.SILENT


def test_a_holder_that_looks_too_late_is_heard_all_the_same(store: Store, held: Held) -> None:
    question = ask(store, held, patience=0)
    assert question.sign() is Sign.SILENT
    held.answer()
    assert question.sign() is Sign.ANSWERS


def test_a_holder_that_let_go_or_ended_is_gone(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    holder = store.ownership.holder(PASSAGE)
    assert holder is not None
    question = another(store).question(holder)
    agent.process.kill()
    agent.process.wait()
    assert question.sign() is Sign.GONE
    held = store.acquire(PASSAGE, "tty1")
    assert question.sign() is Sign.GONE, "the next holder was not asked"
    held.answer()
    assert question.sign() is Sign.GONE


def test_what_was_answered_before_is_no_answer_to_who_asks_now(store: Store, agent: Agent) -> None:
    agent.ask(f"acquire {PASSAGE}")
    holder = store.ownership.holder(PASSAGE)
    assert holder is not None
    first = another(store).question(holder)
    agent.ask("answer")
    assert first.sign() is Sign.ANSWERS
    agent.stop()
    assert another(store, patience=0).question(holder).sign() is Sign.SILENT


def test_many_are_answered_at_once_and_forgotten_when_they_go(store: Store, held: Held) -> None:
    questions = [ask(store, held) for _ in range(5)]
    held.answer()
    assert [question.sign() for question in questions] == [Sign.ANSWERS] * 5
    assert signs_on(store.folder / "passages" / PASSAGE / "verrou")
    for question in questions:
        question.close()
        question.close()
    held.answer()
    assert not signs_on(store.folder / "passages" / PASSAGE / "verrou")


# -- Let go, please --


def test_a_request_stands_until_it_is_withdrawn(store: Store, held: Held) -> None:
    assert not held.requested()
    store.ownership.request(PASSAGE)
    assert held.requested()
    store.ownership.withdraw(PASSAGE)
    store.ownership.withdraw(PASSAGE)
    assert not held.requested()


def test_a_request_of_nobody_is_none(store: Store, held: Held) -> None:
    held.release()
    store.ownership.request(PASSAGE)
    assert not store.acquire(PASSAGE, "tty1").requested()


def test_who_asked_and_died_asks_no_longer(store: Store, agent: Agent, held: Held) -> None:
    agent.ask(f"request {PASSAGE}")
    assert held.requested()
    agent.process.kill()
    agent.process.wait()
    assert not held.requested()


def test_who_asked_and_hangs_does_not_ask_the_next_holder(
    store: Store, agent: Agent, held: Held
) -> None:
    agent.ask(f"request {PASSAGE}")
    agent.stop()
    held.release()
    assert not store.acquire(PASSAGE, "tty2").requested()


def test_of_two_that_ask_at_once_one_has_it_and_is_not_asked_by_the_other(
    store: Store, held: Held
) -> None:
    quicker: list[Held] = []

    def meanwhile(_: float) -> None:
        assert held.requested()
        held.release()
        quicker.append(another(store).acquire(PASSAGE, "the quicker one"))

    slower = Ownership(Layout(store.folder), sleep=meanwhile)
    with pytest.raises(HeldElsewhere, match="the quicker one") as refused:
        slower.take_over(PASSAGE, "the slower one")
    assert refused.value.holder == quicker[0].holder
    assert not quicker[0].requested()


def test_only_the_holder_that_was_meant_is_asked(store: Store, held: Held) -> None:
    meant = held.holder
    held.release()
    next_one = another(store).acquire(PASSAGE, "tty2")
    with pytest.raises(HeldElsewhere):
        store.ownership.take_over(PASSAGE, "tty1", meant)
    assert not next_one.requested()


def test_who_takes_a_passage_asks_for_it_no_longer(store: Store, held: Held) -> None:
    other = Ownership(Layout(store.folder), sleep=lambda _: held.release())
    assert not other.take_over(PASSAGE, "tty2").requested()
    assert other._requests == {}


# -- Without a file, with or without such locks --


def test_a_sign_writes_nothing(store: Store, held: Held) -> None:
    before = tree(store.folder)
    question = ask(store, held)
    store.ownership.request(PASSAGE)
    held.answer()
    assert held.requested()
    assert question.sign() is Sign.ANSWERS
    assert tree(store.folder) == before


def test_where_there_are_no_such_locks_nobody_answers_and_the_rest_goes_on(
    store: Store, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(fcntl, "fcntl", refuse)
    question = ask(store, held, patience=0)
    held.answer()
    assert question.sign() is Sign.SILENT
    assert not held.requested()
    other = Ownership(Layout(store.folder), sleep=lambda _: held.release())
    other.take_over(PASSAGE, "tty2").check()


def test_a_passage_that_was_let_go_gives_no_sign(store: Store, held: Held) -> None:
    question = ask(store, held)
    store.ownership.request(PASSAGE)
    held.release()
    held.answer()
    assert not held.requested()
    assert question.sign() is Sign.GONE

"""A séance of many candidates in one terminal: each branch of an oral has a candidate of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from e33tui import rubric
from e33tui.cli import main
from e33tui.domain.identity import Capacity, Commission, Juror
from e33tui.domain.passage import Passage
from e33tui.domain.sitting_commands import SetUp
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock
from tests.documents.pdf import flat, unpacked, words
from tests.end_to_end.record import has_passage, passage_in, versos_in
from tests.end_to_end.terminal import Terminal

QUESTION = "Échap : annuler"
"""What every question's last line says."""


@dataclass(frozen=True)
class Person:
    """A candidate of the day."""

    number: str
    surname: str
    given_name: str

    @property
    def full_name(self) -> str:
        return f"{self.surname} {self.given_name}"


def prepare(folder: Path, people: tuple[Person, ...]) -> None:
    """Write a séance that is set up and has not begun."""
    service = Service(Store.open(folder, create=True), rubric.load(), SystemClock())
    members = (
        Juror("Mme", "Cécile Hœur", Capacity.TEACHER),
        Juror("M.", "Loïc Noël", Capacity.TEACHER),
    )
    service.change(SetUp("2026", "Lycée fictif", "2026-06-11", Commission(members)))
    for person in people:
        service.add_candidate(person.number, person.surname, person.given_name)
    assert service.close()


class Day:
    """The program on such a séance, kept from one branch to the next.

    Attributes:
        folder: the séance's.
        people: its candidates, in the list's order.
        terminal: where the program runs.
    """

    def __init__(self, folder: Path, people: tuple[Person, ...]) -> None:
        """Begin the day in a folder, new or prepared with these people; hints are new too."""
        self.folder = folder
        self.people = people
        if not folder.exists():
            prepare(folder, people)
        self.terminal = self._start()

    def _start(self) -> Terminal:
        state = str(self.folder.with_name("state"))
        terminal = Terminal(str(self.folder), XDG_STATE_HOME=state)
        terminal.wait_for("⏎ ouvrir", " · ")
        return terminal

    # -- The list -----------------------------------------------------------------------------

    def recover(self) -> None:
        """Be on the list whatever became of the branch before: its failure is told by itself."""
        if self.terminal.ended:
            self.terminal.stop()
            self.terminal = self._start()
        for _ in range(3):
            if QUESTION in self.terminal.flat:
                self.terminal.press("^R")
                self.terminal.wait_gone(QUESTION)
            if "⏎ ouvrir" in self.terminal.flat:
                return
            self.terminal.press("^F")
            try:
                self.terminal.wait_for("⏎ ouvrir", patience=2.0)
            except AssertionError:
                continue

    def chosen(self) -> Person | None:
        """Return the candidate on whom the list stands: the line under it spells out who."""
        shown = self.terminal.flat
        found = (one for one in self.people if f" {one.full_name} · " in shown)
        return next(found, None)

    def listed(self, person: Person, words: str) -> None:
        """Wait until a candidate's line on the list says so."""
        self.terminal.wait_until(
            lambda: any(
                person.number in line and words in line for line in self.terminal.emulator.lines
            ),
            f"{words!r} on the line of {person.full_name}",
        )

    def choose(self, person: Person) -> None:
        """Put the list on a candidate, with the arrows."""
        self.terminal.wait_until(lambda: self.chosen() is not None, "the list")
        here = self.chosen()
        assert here is not None
        way = self.people.index(person) - self.people.index(here)
        self.terminal.press(*(["↓" if way > 0 else "↑"] * abs(way)))
        self.terminal.wait_until(lambda: self.chosen() == person, f"on {person.full_name}")

    def open(self, person: Person, until: str) -> None:
        """Open a candidate's passage from the list."""
        self.choose(person)
        self.terminal.press("⏎", until=until)
        self.at_work(person)

    def at_work(self, person: Person) -> None:
        """Wait until a candidate's passage is on the screen."""
        self.terminal.wait_until(
            lambda: person.full_name in self.terminal.head, f"{person.full_name} at work"
        )

    def go_home(self) -> None:
        """Go back to the list."""
        self.terminal.press("^F", until="⏎ ouvrir")

    # -- What is left ---------------------------------------------------------------------------

    def find(self, person: Person) -> Passage | None:
        """Return what the journal on the disk folds to, if there is one."""
        begun = has_passage(self.folder, person.number)
        return passage_in(self.folder, person.number) if begun else None

    def record(self, person: Person, until: Callable[[Passage], object]) -> Passage:
        """Return what the journal on the disk folds to, once it says so much."""

        found: list[Passage] = []

        def said() -> bool:
            passage = self.find(person)
            found[:] = [passage] if passage is not None and until(passage) else []
            return bool(found)

        self.terminal.wait_until(said, f"the record of {person.full_name}")
        return found[0]

    def verso(self, person: Person) -> Path | None:
        """Return the document that the candidate may be given."""
        found = [path for path in versos_in(self.folder) if person.number in path.name]
        assert len(found) < 2, found
        return found[0] if found else None

    def printed(self, person: Person) -> str:
        """Return the words of a candidate's verso, without blanks."""
        path = self.verso(person)
        assert path is not None
        return plain(words(path.read_bytes()))

    def held(self, person: Person) -> str:
        """Return all that the verso's file holds and its name, for what must not be there."""
        path = self.verso(person)
        assert path is not None
        everything = plain(unpacked(path.read_bytes()).decode("latin-1"))
        return f"{self.printed(person)} {everything} {path.name}".casefold()

    def assert_verified(self) -> None:
        """Verify seals and register, as the command does."""
        assert main(["verifier", str(self.folder)]) == 0

    def stop(self) -> None:
        self.terminal.stop()


def plain(text: str) -> str:
    """Return a text without blanks, apostrophes as they are printed: where lines break is free."""
    return "".join(flat(text).split()).replace("'", "’")

"""A session of a commission on a recorded disk, and what it was told is saved by when."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from e33tui.domain.clock import Clock
from e33tui.domain.closing import Assent
from e33tui.domain.commands import (
    AddRemark,
    Command,
    DeleteRemark,
    EraseRemark,
    MarkAbsent,
    PlaceLevel,
    WriteText,
)
from e33tui.domain.journal import fold
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark
from e33tui.domain.sitting_commands import SetUp
from e33tui.persistence.files import SYSTEM, FileSystem
from e33tui.persistence.writer import BackgroundWriter
from e33tui.service import Service
from e33tui.service.desk import Desk
from e33tui.store import Entry, Store
from tests.service.support import commands_to, print_as_data
from tests.store.power import RecordingFileSystem
from tests.support.domain import FakeClock, commission, rubric

T = TypeVar("T")
SECRET = "confidence Tourmaline"
"""An observation that is erased for good."""
TYPED = "carte Améthyste déjà testée"
"""An observation that is a draft first, half of it for some time."""
FORM = "candidate"
ASSENTS = (Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul"))
CANDIDATES = (("0260117", "LE BŒUF", "Anaïs"), ("0260118", "NGUYỄN", "Zoé"))


class InlineWriter(BackgroundWriter):
    """Does what it is asked to do once in the thread that asks, and the rest when told."""

    def run(self, job: Callable[[], T], key: str | None = None) -> Future[T]:
        future = super().run(job, key)
        self.run_ready()
        return future


def service_on(
    folder: Path, clock: Clock, fs: FileSystem = SYSTEM, *, create: bool = False
) -> Service:
    """A service whose writer works when told, in this thread: the same session, the same calls."""
    store = Store.open(folder, create=create, exports=folder / "exports", fs=fs)
    store.writer.close(0)
    store.writer = InlineWriter(start=False)
    return Service(store, rubric(), clock, print_as_data)


@dataclass(frozen=True)
class Told:
    """What the commission had been told is saved.

    Attributes:
        ready: whether there is a séance at all.
        roster: how many candidates it had.
        states: by passage, the number of the state it had come to.
        drafts: by passage, the number of the draft.
        entries: the register.
        versos: by passage, the bytes of its verso.
        erased: whether the secret was erased.
        forms: the number of what was begun in the forms.
        closed: whether the séance was closed.
    """

    ready: bool = False
    roster: int = 0
    states: dict[str, int] = field(default_factory=dict)
    drafts: dict[str, int] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    versos: dict[str, bytes] = field(default_factory=dict)
    erased: bool = False
    forms: int = 0
    closed: bool = False


class Session:
    """What a commission does with two candidates, every step of it recorded.

    Attributes:
        fs: the disk, with a mark wherever something was acknowledged.
        states: by passage, every state that it ever had.
        drafts: by passage, every draft that it ever had.
        forms: all that ever stood in the form of a candidate.
    """

    def __init__(self, root: Path, fs: type[RecordingFileSystem] = RecordingFileSystem) -> None:
        self.root = root
        self.fs = fs(root)
        self.clock = FakeClock()
        self.states: dict[str, list[Passage]] = {}
        self.drafts: dict[str, list[dict[str, str]]] = {}
        self.forms: list[dict[str, str]] = [{}]
        self._versos: dict[str, bytes] = {}
        self._erased = False
        self.fs.mark(Told())

    def play(self) -> None:
        """Lead one candidate to two sealed versions, another to none; close; rectify."""
        self._begin()
        desk = self._open(self.first)
        self._oral(desk)
        self._appraise(desk)
        self._documents(desk)
        self._rest(desk)
        self._close()

    def _begin(self) -> None:
        self.service = service_on(self.root / "séance", self.clock, self.fs, create=True)
        self._told()
        self.service.change(SetUp("2026", "Lycée Jean-Moulin", "2026-06-22", commission()))
        self._told()
        ids = []
        for candidate in CANDIDATES:
            ids.append(self.service.add_candidate(*candidate))
            self._told()
        self.first, self.second = ids

    def _oral(self, desk: Desk) -> None:
        self._do(desk, *commands_to("presentation_running"))
        self._type(desk, TYPED[:9])
        self._save(desk)
        self._type(desk, "+ " + TYPED)
        self._save(desk)
        # Enter: the record is on its way at once, the draft without it up to half a second later.
        self._do(desk, AddRemark(TYPED, Mark.PLUS, "c4"))
        self._save(desk)
        self._type(desk, None)
        self._save(desk)
        self._do(desk, AddRemark(SECRET, Mark.MINUS, "c3"), PlaceLevel("c1", 2))
        self._save(desk)
        self.clock.advance(1)
        desk.undo()
        self._moved(desk)
        secret = next(remark.id for remark in desk.state.remarks if remark.text == SECRET)
        self._do(desk, DeleteRemark(secret))
        self._save(desk)
        self._do(desk, EraseRemark(secret))
        self._erased = self._save(desk)

    def _appraise(self, desk: Desk) -> None:
        done = len(commands_to("presentation_running"))
        rest = commands_to("complete")[done:]
        self._do(desk, *rest[:6])
        self._save(desk)
        self._do(desk, *rest[6:])
        self._type(desk, "Un texte qui n’est pas fini", field="text:traiter")
        self._save(desk)
        self._lock(desk)

    def _documents(self, desk: Desk) -> None:
        self._export()
        self.clock.advance(10)
        self._versos = {}
        desk.reopen("Harmonisation")
        self._moved(desk)
        self._save(desk)
        self._do(desk, WriteText("appraisal", "Relu."))
        self._lock(desk)
        self._export()

    def _rest(self, desk: Desk) -> None:
        assert desk.leave()
        self._told()
        other = self._open(self.second)
        self._type(other, "à peine commencé")
        self._save(other)
        self._do(other, MarkAbsent())
        self._save(other)
        assert other.leave()
        self._told()
        self._fill_in({"surname": "DUP"})
        self._fill_in({"surname": "DUPONT", "number": "0260119"})
        self._fill_in({})

    def _close(self) -> None:
        """The clôture locks who was absent and closes every passage; a slip is found afterwards."""
        self.service.close_sitting(ASSENTS)
        for passage in (self.first, self.second):
            self._catch_up(passage)
        self._told()
        desk = self.service.open(self.first)
        self._versos = {}
        desk.amend("Erreur de report", ("Mme DURAND Claire",))
        self._moved(desk)
        self._save(desk)
        self._do(desk, WriteText("appraisal", "Relu et corrigé."))
        self._lock(desk)
        assert desk.leave()
        self._told()

    # Steps

    def _open(self, passage: str) -> Desk:
        desk = self.service.open(passage)
        self.states[passage] = [desk.state]
        self.drafts[passage] = [{}]
        self._told()
        return desk

    def _do(self, desk: Desk, *commands: Command) -> None:
        for command in commands:
            self.clock.advance(10)
            desk.do(command)
            self._moved(desk)

    def _moved(self, desk: Desk) -> None:
        self.states[desk.id].append(desk.state)

    def _type(self, desk: Desk, text: str | None, field: str = "remark") -> None:
        self.clock.advance(1)
        desk.set_draft(field, text, "c4")
        desk.save_draft()
        self.drafts[desk.id].append({} if text is None else {field: text})

    def _save(self, desk: Desk) -> bool:
        """Let the writer work until everything is saved, as the mark on the screen would say."""
        before = desk.save_status().saved_at
        self.service._store.writer.run_ready()
        status = desk.save_status()
        assert (status.error, status.oldest_unsaved) == (None, None)
        assert status.saved_at is not None
        assert before is None or status.saved_at >= before
        self._told()
        return True

    def _fill_in(self, values: dict[str, str]) -> None:
        self.service.forms.keep(FORM, values)
        self.service.forms.save()
        self.forms.append(values)
        self.service._store.writer.run_ready()
        assert self.service.save_status().error is None
        self._told()

    def _catch_up(self, passage: str) -> None:
        """Know every state through which the séance led a passage by itself."""
        lines = self.service.look(passage)._journal.lines
        for number in range(1, len(lines) + 1):
            state = fold(rubric(), lines[:number])
            if state not in self.states[passage]:
                self.states[passage].append(state)

    def _lock(self, desk: Desk) -> None:
        self.clock.advance(10)
        sealed = desk.lock()
        self._moved(desk)
        self.service._store.writer.run_ready()
        sealed.result(0)
        self._told()

    def _export(self) -> None:
        path = self.service.exports.verso(self.first)
        self._versos = {self.first: path.read_bytes()}
        self._told()

    def _told(self) -> None:
        self.fs.mark(
            Told(
                ready=True,
                roster=len(self.service.sitting.roster),
                states={passage: len(states) - 1 for passage, states in self.states.items()},
                drafts={passage: len(drafts) - 1 for passage, drafts in self.drafts.items()},
                entries=self.service._store.register.entries(),
                versos=dict(self._versos),
                erased=self._erased,
                forms=len(self.forms) - 1,
                closed=self.service.sitting.closed,
            )
        )

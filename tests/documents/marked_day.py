"""A séance of the real rubric in which all that is the jury's alone has a marked word in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from e33tui.domain.closing import Assent
from e33tui.domain.commands import (
    Accommodate,
    AddRemark,
    AnswerGate,
    Arrive,
    CandidateLeft,
    Command,
    Countersign,
    DeclareNothing,
    DeleteRemark,
    EditRemark,
    EndOtherwise,
    EndPart,
    EraseRemark,
    Identify,
    MarkAbsent,
    PlaceLevel,
    PlaceProfile,
    RecordIncident,
    SetNote,
    StartPart,
    StateCandidate,
    StateMember,
    WriteText,
)
from e33tui.domain.identity import Accommodation, Candidate, Capacity, Commission, Juror
from e33tui.domain.incident import Countersignature, IncidentKind
from e33tui.domain.note import NoteBand
from e33tui.domain.passage import Ending, GateAnswer, Passage
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.sitting_commands import EditCandidate, HandOver, SetBands, SetUp
from e33tui.service import Service
from e33tui.service.desk import Desk
from e33tui.service.documents import Renderer
from e33tui.service.papers import TITLES
from e33tui.store import Store
from tests.service.support import print_as_data
from tests.support.domain import FakeClock, commission
from tests.support.marked import marked_rubric, word

PATIENCE = 20.0
NUMBER, SURNAME, GIVEN_NAME = "0260117", "LE BŒUF-GUÉRIN", "Anaïs"
CENTRE = "Lycée Jean-Moulin, Draguignan"
FIRST_TEXTS = {
    "traiter": "Sources internes bien choisies ; données récentes.",
    "contribuer": "Relance de 40 clients.",
    "evaluer": "Bilan chiffré : 12 % de retours.",
    "appraisal": "Exposé structuré.\nÉchanges précis.",
}
APPRAISAL_AGAIN = "Exposé structuré, échanges précis et argumentés."
WITHDRAWN = "Abandon après dix minutes d’exposé."
ASSENTS = (Assent("Mme DURAND Claire"), Assent(f"M. {word('absent member')}", absent=True))


@dataclass(frozen=True)
class Printed:
    """One file as it lay in the communicable folder.

    Attributes:
        after: what had been done.
        name: the file's name.
        data: its bytes.
    """

    after: str
    name: str
    data: bytes


class MarkedDay:
    """The day, lived once; every communicable page of it is kept as it was then.

    Attributes:
        printed: the pages, whatever became of them.
        folder: the séance's folder.
        states: the locked passages as they were at the end, by their ids.
    """

    def __init__(self, folder: Path, renderer: Renderer) -> None:
        self.folder = folder
        self.printed: list[Printed] = []
        self.locked: list[str] = []
        self.states: dict[str, Passage] = {}
        self.clock = FakeClock()
        store = Store.open(folder, create=True, exports=folder / "exports")
        self.service = Service(store, marked_rubric(), self.clock, renderer)
        self._set_up()

    def _set_up(self) -> None:
        left = Juror(
            "M.",
            word("replaced member"),
            Capacity.PROFESSIONAL,
            word("replaced function"),
            word("replaced company"),
        )
        before = Commission((commission().members[0], left))
        earlier = SetUp(word("earlier session"), word("earlier centre"), "2026-06-21", before)
        self.service.change(earlier, SetUp("2026", CENTRE, "2026-06-22", commission()))
        self.service.change(SetBands((NoteBand(1, 0, 7), NoteBand(4, 33, 40))))
        self.service.forms.keep("setup", {"centre": word("half-typed form")})
        self.service.forms.save()

    def live(self) -> None:
        """Lead candidates to every ending, lock, reopen, close, rectify; print whatever may be."""
        examined = self._examined()
        self._without_a_page()
        endings = {self._withdrew(): "withdrew", self._not_examined(): "not examined"}
        self.service.close_sitting(ASSENTS)
        self._amended(examined)
        self._print_all({examined: "amended", **endings})
        self._make_papers()
        states = (self.service.look(passage).state for passage in self.locked)
        self.states = dict(zip(self.locked, states, strict=True))
        self.service.close(PATIENCE)

    # -- The endings ----------------------------------------------------------------------------

    def _examined(self) -> str:
        passage = self.service.add_candidate(word("n"), word("misspelt"), word("misspelt too"))
        wrong = Candidate(NUMBER, word("wrong"), GIVEN_NAME)
        self.service.change(EditCandidate(passage, wrong, school=word("school")))
        desk = self.service.open(passage)
        who = desk.state.identification
        right = replace(who, candidate=Candidate(NUMBER, SURNAME, GIVEN_NAME))
        self._play(desk, Identify(right), Accommodate(Accommodation(300, 500)))
        self._oral(desk)
        crosses = (PlaceLevel(c.id, 4) for c in desk.state.rubric.criteria)
        self._play(desk, *crosses, PlaceProfile(4), SetNote(38), SetNote(27))
        self._write(desk)
        self._lock(desk)
        self._print("locked", passage)
        desk.reopen(word("reason of the reopening"))
        self._play(desk, WriteText("appraisal", APPRAISAL_AGAIN), RecordIncident(word("second")))
        self._lock(desk)
        self._print("reopened", passage)
        assert desk.leave()
        return passage

    def _oral(self, desk: Desk) -> None:
        presentation, interview = PartId.PRESENTATION, PartId.INTERVIEW
        self._play(
            desk,
            Arrive(identity_shown=False),
            AnswerGate(GateAnswer.OPEN),
            StartPart(presentation),
            AddRemark(word("observation"), Mark.PLUS, "c4"),
            AddRemark(word("observation before it was edited"), Mark.MINUS, "c3"),
            AddRemark(word("deleted observation")),
            AddRemark(word("erased observation")),
            RecordIncident(word("incident")),
            RecordIncident(word("suspicion"), IncidentKind.FRAUD),
            StateMember(word("stating member"), word("statement of a member")),
            StateCandidate(word("statement of the candidate")),
            Countersign(Countersignature.REFUSES),
            EndPart(presentation, confirmed=True),
            StartPart(interview),
            AddRemark(word("question"), Mark.QUESTION, "c10"),
        )
        numbers = [remark.id for remark in desk.state.remarks]
        self._play(
            desk,
            EditRemark(numbers[1], word("edited observation"), Mark.MINUS, "c3"),
            DeleteRemark(numbers[2]),
            DeleteRemark(numbers[3]),
            EraseRemark(numbers[3]),
            EndPart(interview, confirmed=True),
            CandidateLeft(),
        )

    def _write(self, desk: Desk) -> None:
        undone = WriteText("evaluer", word("text that was undone"))
        self._play(
            desk,
            WriteText("traiter", word("text before it was changed")),
            WriteText("communiquer", word("text before nothing was declared")),
            WriteText("communiquer", ""),
            DeclareNothing("communiquer"),
            undone,
        )
        desk.undo()
        self._play(desk, *(WriteText(name, text) for name, text in FIRST_TEXTS.items()))
        desk.set_draft("text:traiter", word("text being typed"))
        desk.save_draft()

    def _withdrew(self) -> str:
        desk = self._another("0260118", "NGUYỄN")
        leaving = EndOtherwise(Ending.WITHDREW, word("reason of the withdrawal"))
        written = WriteText("appraisal", WITHDRAWN)
        self._begun(desk, leaving, PlaceLevel("c1", 3), SetNote(9), written)
        return self._locked_and_left(desk)

    def _not_examined(self) -> str:
        desk = self._another("0260119", "ŁĄCZNA")
        incident = RecordIncident(word("incident before the gate"))
        self._play(desk, Arrive(), incident, AnswerGate(GateAnswer.NONE, confirmations=2))
        return self._locked_and_left(desk)

    def _without_a_page(self) -> None:
        for number, ending in enumerate((Ending.INTERRUPTED, Ending.EXCLUDED)):
            desk = self._another(f"026012{number}", word(f"another {ending}"))
            self._begun(desk, EndOtherwise(ending, word(f"reason {ending}")))
            self._locked_and_left(desk)
        absent = self._another("0260123", word("another who is absent"))
        self._play(absent, MarkAbsent())
        assert absent.leave()
        elsewhere = self.service.add_candidate("0260125", word("another handed over"), "Zoé")
        self.service.change(HandOver(elsewhere, word("other commission")))
        put_off = self._another("0260124", word("another who is put off"))
        self._play(put_off, Arrive(), AnswerGate(GateAnswer.TECHNICAL))
        assert put_off.leave()

    def _amended(self, passage: str) -> None:
        desk = self.service.open(passage)
        desk.amend(word("reason of the rectification"), (word("who decided it"),))
        self._play(desk, SetNote(26))
        self._lock(desk)
        assert desk.leave()

    def _make_papers(self) -> None:
        """Make all papers of the day, their contents as data: what a PDF shows is looked at elsewhere."""
        self.service._render = self.service.exports._render = print_as_data
        for kind in TITLES:
            with self.service.exports.papers.make(kind) as work:
                made = list(work.outcomes)
            assert all(outcome.path for outcome in made), made

    # -- Steps ----------------------------------------------------------------------------------

    def _another(self, number: str, surname: str) -> Desk:
        return self.service.open(self.service.add_candidate(number, surname, "Zoé"))

    def _begun(self, desk: Desk, *commands: Command) -> None:
        begun = (Arrive(), AnswerGate(GateAnswer.OPEN), StartPart(PartId.PRESENTATION))
        self._play(desk, *begun, AddRemark(word("other observation")), *commands)

    def _play(self, desk: Desk, *commands: Command) -> None:
        for command in commands:
            self.clock.advance(10)
            desk.do(command)

    def _lock(self, desk: Desk) -> None:
        self.clock.advance(10)
        desk.lock().result(PATIENCE)
        if desk.id not in self.locked:
            self.locked.append(desk.id)

    def _locked_and_left(self, desk: Desk) -> str:
        self._lock(desk)
        assert desk.leave()
        return desk.id

    def _print(self, after: str, passage: str) -> None:
        """Issue a page both ways, as a plain one first, and keep each as it is."""
        for issue in (self.service.exports.page, self.service.exports.verso):
            path = issue(passage)
            self.printed.append(Printed(after, path.name, path.read_bytes()))

    def _print_all(self, after: dict[str, str]) -> None:
        """Issue the pages of the séance at once: plain ones, one file each, one file for all."""
        passages = self.service.exports.survey().passages
        assert set(passages) == set(after)
        for pages in (True, False):
            for made in self.service.exports.versos_each(passages, pages=pages):
                assert made.path is not None
                data = made.path.read_bytes()
                self.printed.append(Printed(after[made.passage], made.path.name, data))
        path = self.service.exports.versos_together(passages).path
        self.printed.append(Printed("together", path.name, path.read_bytes()))

"""Every state × every command, judged from the design's rules, not from the code."""

from __future__ import annotations

import pytest

from e33tui.domain.commands import (
    COMMANDS,
    Accommodate,
    AddRemark,
    AdjustClock,
    Amend,
    AnswerGate,
    Arrive,
    CandidateLeft,
    Close,
    Command,
    Countersign,
    DeclareNothing,
    DeferQuestion,
    DeleteRemark,
    EditRemark,
    EndOtherwise,
    EndPart,
    EraseRemark,
    ExplainPause,
    Identify,
    MarkAbsent,
    PausePart,
    PlaceLevel,
    PlaceProfile,
    RecordIncident,
    Reopen,
    ReopenPart,
    ResumePart,
    SetNote,
    StartPart,
    StateCandidate,
    StateMember,
    TickRemark,
    Undo,
    UnmarkAbsent,
    WriteText,
)
from e33tui.domain.errors import ConfirmationNeededError, InputError, RuleError
from e33tui.domain.identity import Accommodation
from e33tui.domain.incident import Countersignature, IncidentKind
from e33tui.domain.journal import Journal, undo_target
from e33tui.domain.passage import Ending, GateAnswer
from e33tui.domain.remark import Mark, PartId
from tests.support.domain import (
    STATES,
    FakeClock,
    Step,
    candidate,
    identification,
    journal_at,
    lock_at_closing,
    locking,
    opening,
    remark_numbers,
)

P, E = PartId.PRESENTATION, PartId.INTERVIEW


def _first_remark(journal: Journal) -> int:
    return next(iter(remark_numbers(journal)), 1)


def _edit(journal: Journal) -> Command:
    return EditRemark(_first_remark(journal), "coût chiffré", Mark.QUESTION, "c3")


ROWS: dict[str, Step] = {
    "identify": Identify(identification(candidate(surname="PETIT"))),
    "accommodate": Accommodate(Accommodation(300, 500)),
    "arrive": Arrive(identity_shown=False),
    "absent": MarkAbsent(),
    "not-absent": UnmarkAbsent(),
    "gate open": AnswerGate(GateAnswer.OPEN),
    "gate technical": AnswerGate(GateAnswer.TECHNICAL),
    "gate none": AnswerGate(GateAnswer.NONE, confirmations=2),
    "gate none once": AnswerGate(GateAnswer.NONE, confirmations=1),
    "start P": StartPart(P),
    "start I": StartPart(E),
    "pause P": PausePart(P),
    "pause I": PausePart(E),
    "resume P": ResumePart(P),
    "resume I": ResumePart(E),
    "reason P": ExplainPause(P, "Incident technique"),
    "reason I": ExplainPause(E, "Incident technique"),
    "end P": EndPart(P),
    "end P confirmed": EndPart(P, confirmed=True),
    "end I": EndPart(E),
    "end I confirmed": EndPart(E, confirmed=True),
    "reopen P": ReopenPart(P),
    "reopen I": ReopenPart(E),
    "adjust P": AdjustClock(P, 5_000),
    "adjust I": AdjustClock(E, 5_000),
    "remark": AddRemark("panier moyen cité", Mark.PLUS, "c8"),
    "remark empty": AddRemark("  "),
    "edit": _edit,
    "tick": lambda journal: TickRemark(_first_remark(journal)),
    "defer": lambda journal: DeferQuestion(_first_remark(journal)),
    "delete": lambda journal: DeleteRemark(_first_remark(journal)),
    "erase": lambda journal: EraseRemark(_first_remark(journal)),
    "level": PlaceLevel("c1", 4),
    "level 5": PlaceLevel("c1", 5),
    "level off": PlaceLevel("c1", None),
    "profile": PlaceProfile(2),
    "note": SetNote(31),
    "note 20,5": SetNote(41),
    "text": WriteText("traiter", "Données exploitées."),
    "nothing": DeclareNothing("traiter"),
    "nothing apprec": DeclareNothing("appraisal"),
    "left": CandidateLeft(),
    "withdraw": EndOtherwise(Ending.WITHDREW),
    "interrupt": EndOtherwise(Ending.INTERRUPTED, "Malaise d’un membre du jury"),
    "no reason": EndOtherwise(Ending.INTERRUPTED, " "),
    "exclude": EndOtherwise(Ending.EXCLUDED, "Décision du chef de centre"),
    "incident": RecordIncident("Panne de courant de deux minutes"),
    "incident fraud": RecordIncident("Un téléphone sur les genoux", IncidentKind.FRAUD),
    "state member": StateMember("Mme DURAND Claire", "Je l’ai vu."),
    "state candidate": StateCandidate("", declined=True),
    "countersign": Countersign(Countersignature.REFUSES),
    "lock": locking,
    "lock closing": lock_at_closing,
    "reopen": Reopen("Harmonisation"),
    "reopen blank": Reopen(""),
    "close": Close(),
    "amend": Amend("Erreur de report", ("Mme DURAND Claire",)),
    "amend blank": Amend(" ", ("Mme DURAND Claire",)),
    "amend nobody": Amend("Erreur de report", ()),
    "open": opening(),
    "undo": lambda journal: Undo(undo_target(journal.lines) or len(journal.lines)),
}

# ok: allowed. A number: refused by that rule of design §3. C and a number: allowed once confirmed,
# by that rule. in: refused as an entry. Columns stand in the order of STATES:
#   expected absent arrived, gate technical none open, presentation running paused ended,
#   interview running paused ended, candidate left, profile partly, complete,
#   withdrew interrupted excluded, locked (complete, not examined, withdrew, interrupted, excluded,
#   absent, technical), reopened, closed, amending, amended, amending (not examined, absent, technical).
TABLE = """
                 ex ab ar te no op pr pp pe ir ip ie cl pf co wi it ec lc ln lw li le la lt re cd am ad an aa at
identify         ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 ok ok ok
accommodate      ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 ok ok ok
arrive           ok 3  ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 ok 3  ok
absent           ok 3  ok ok 3  3  3  3  3  3  3  3  3  3  3  3  3  3  10 10 10 10 10 10 10 3  10 3  10 3  3  ok
not-absent       3  ok 3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  10 10 10 10 10 10 10 3  10 3  10 3  ok 3
gate open        2  2  ok ok ok ok 2  2  2  2  2  2  2  2  2  2  2  2  10 10 10 10 10 10 10 2  10 10 10 10 2  10
gate technical   2  2  ok ok ok ok 2  2  2  2  2  2  2  2  2  2  2  2  10 10 10 10 10 10 10 2  10 10 10 10 2  10
gate none        2  2  ok ok ok ok 2  2  2  2  2  2  2  2  2  2  2  2  10 10 10 10 10 10 10 2  10 10 10 10 2  10
gate none once   2  2  C2 C2 C2 C2 2  2  2  2  2  2  2  2  2  2  2  2  10 10 10 10 10 10 10 2  10 10 10 10 2  10
start P          2  3  2  2  2  ok 4  4  4  4  4  4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
start I          2  3  2  2  2  4  4  4  ok 4  4  4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
pause P          2  3  2  2  2  4  ok 4  4  4  4  4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
pause I          2  3  2  2  2  4  4  4  4  ok 4  4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
resume P         2  3  2  2  2  4  4  ok 4  4  4  4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
resume I         2  3  2  2  2  4  4  4  4  4  ok 4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
reason P         2  3  2  2  2  4  4  ok 4  4  4  4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 4  10 2  3  2
reason I         2  3  2  2  2  4  4  4  4  4  ok 4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 4  10 2  3  2
end P            2  3  2  2  2  4  C4 C4 4  4  4  4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
end P confirmed  2  3  2  2  2  4  ok ok 4  4  4  4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
end I            2  3  2  2  2  4  4  4  4  C4 C4 4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
end I confirmed  2  3  2  2  2  4  4  4  4  ok ok 4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
reopen P         2  3  2  2  2  4  4  4  ok 4  4  4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
reopen I         2  3  2  2  2  4  4  4  4  4  4  ok 4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
adjust P         2  3  2  2  2  4  ok ok 4  4  4  4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
adjust I         2  3  2  2  2  4  4  4  4  ok ok 4  4  4  4  4  4  4  10 10 10 10 10 10 10 4  10 10 10 2  3  2
remark           2  3  2  2  2  ok ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
remark empty     2  3  2  2  2  in in in in in in in in in in in in in 10 10 10 10 10 10 10 in 10 in 10 2  3  2
edit             2  3  2  2  2  15 ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
tick             2  3  2  2  2  15 ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
defer            2  3  2  2  2  15 ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
delete           2  3  2  2  2  15 ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
erase            15 15 15 15 15 15 ok ok ok ok ok ok ok ok ok ok ok ok ok 15 ok ok ok 15 15 ok ok ok ok 15 15 15
level            2  3  2  2  2  ok ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
level 5          2  3  2  2  2  5  5  5  5  5  5  5  5  5  5  5  5  5  10 10 10 10 10 10 10 5  10 5  10 2  3  2
level off        2  3  2  2  2  ok ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
profile          2  3  2  2  2  ok ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
note             2  3  2  2  2  7  7  7  7  7  7  ok ok ok ok ok 3  3  10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
note 20,5        2  3  2  2  2  7  7  7  7  7  7  7  7  7  7  7  3  3  10 10 10 10 10 10 10 7  10 7  10 2  3  2
text             2  3  2  2  2  ok ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
nothing          2  3  2  2  2  ok ok ok ok ok ok ok ok ok 8  ok ok ok 10 10 10 10 10 10 10 8  10 8  10 2  3  2
nothing apprec   2  3  2  2  2  8  8  8  8  8  8  8  8  8  8  8  8  8  10 10 10 10 10 10 10 8  10 8  10 2  3  2
left             2  3  2  2  2  12 12 12 12 12 12 ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 2  3  2
withdraw         2  3  ok 2  2  ok ok ok ok ok ok 3  3  3  3  ok ok ok 10 10 10 10 10 10 10 3  10 3  10 2  3  2
interrupt        2  3  ok 2  2  ok ok ok ok ok ok 3  3  3  3  ok ok ok 10 10 10 10 10 10 10 3  10 3  10 2  3  2
no reason        2  3  in 2  2  in in in in in in 3  3  3  3  in in in 10 10 10 10 10 10 10 3  10 3  10 2  3  2
exclude          2  3  ok 2  2  ok ok ok ok ok ok 3  3  3  3  ok ok ok 10 10 10 10 10 10 10 3  10 3  10 2  3  2
incident         ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 ok ok ok
incident fraud   ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok 10 10 10 10 10 10 10 ok 10 ok 10 ok ok ok
state member     14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 10 10 10 10 10 10 10 14 10 14 10 14 14 14
state candidate  14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 10 10 10 10 10 10 10 14 10 14 10 14 14 14
countersign      14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 14 10 10 10 10 10 10 10 14 10 14 10 14 14 14
lock             8  8  8  8  ok 8  8  8  8  8  8  8  8  8  ok 8  ok ok 10 10 10 10 10 10 10 ok 10 ok 10 ok ok ok
lock closing     10 ok 10 ok ok 10 10 10 10 10 10 8  8  8  ok 8  ok ok 10 10 10 10 10 10 10 ok 10 ok 10 ok ok ok
reopen           10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 ok ok ok ok ok ok ok 10 10 10 10 10 10 10
reopen blank     10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 in in in in in in in 10 10 10 10 10 10 10
close            10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 ok ok ok ok ok ok ok 10 10 10 10 10 10 10
amend            10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 ok 10 ok 10 10 10
amend blank      10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 in 10 in 10 10 10
amend nobody     10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 in 10 in 10 10 10
open             3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3  3
undo             15 ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok 15 15 15 15 15 15 15 15 15 15 15 15 15 15
"""
LABEL = 17


def _cells() -> dict[str, list[str]]:
    lines = TABLE.strip("\n").splitlines()[1:]
    return {line[:LABEL].strip(): line[LABEL:].split() for line in lines}


CELLS = _cells()


def _outcome(journal: Journal, step: Step, clock: FakeClock) -> str:
    command = step if isinstance(step, Command) else step(journal)
    try:
        journal.then(command, clock.advance(1))
    except ConfirmationNeededError as error:
        return f"C{error.rule.removeprefix('R')}"
    except RuleError as error:
        return error.rule.removeprefix("R")
    except InputError:
        return "in"
    return "ok"


def test_the_table_has_every_command_and_every_state() -> None:
    assert list(CELLS) == list(ROWS)
    assert {len(cells) for cells in CELLS.values()} == {len(STATES)}
    made = (
        step if isinstance(step, Command) else step(journal_at("complete"))
        for step in ROWS.values()
    )
    assert {type(command) for command in made} == set(COMMANDS.values())


@pytest.mark.parametrize("state", STATES)
def test_each_command_is_judged_by_the_rules(state: str) -> None:
    clock = FakeClock()
    journal = journal_at(state, clock)
    column = STATES.index(state)
    wanted = {name: cells[column] for name, cells in CELLS.items()}
    assert {name: _outcome(journal, step, clock) for name, step in ROWS.items()} == wanted


@pytest.mark.parametrize("state", STATES)
def test_every_refusal_is_a_french_sentence_and_changes_nothing(state: str) -> None:
    clock = FakeClock()
    journal = journal_at(state, clock)
    for name, step in ROWS.items():
        if CELLS[name][STATES.index(state)] == "ok":
            continue
        before = (journal.lines, journal.state)
        with pytest.raises((RuleError, InputError)) as refused:
            journal.then(step if isinstance(step, Command) else step(journal), clock.now())
        assert refused.value.message.rstrip()[-1] in ".?", name
        assert "'" not in refused.value.message, name
        assert (journal.lines, journal.state) == before

"""What is sealed: the same content gives the same bytes, another content another seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from e33tui.domain.clock import Instant, Pause
from e33tui.domain.commands import (
    AddRemark,
    DeleteRemark,
    PlaceLevel,
    RecordIncident,
    SetNote,
    WriteText,
)
from e33tui.domain.identity import Accommodation
from e33tui.domain.incident import (
    Countersignature,
    FraudReport,
    Incident,
    IncidentKind,
    Statement,
)
from e33tui.domain.journal import fold
from e33tui.domain.passage import Comment, Ending, GateAnswer, Passage
from e33tui.domain.remark import Mark
from e33tui.domain.seal import FORMAT, SALT_BYTES, content, fingerprint, lock_intent, seal_of
from tests.support.domain import (
    PASSAGE_ID,
    STATES,
    FakeClock,
    canonical,
    identification,
    journal_at,
    locking,
    play,
    remark_numbers,
    rubric,
)

SALT = "0f" * SALT_BYTES


def sealed(passage: Passage, salt: str = SALT, passage_id: str = PASSAGE_ID) -> bytes:
    return lock_intent(passage, passage_id, salt, canonical)[1]


def _with(mapping: Mapping[str, Any], **changed: Any) -> Mapping[str, Any]:
    return MappingProxyType({**mapping, **changed})


def test_the_seal_is_the_hash_of_the_canonical_bytes() -> None:
    passage = journal_at("complete").state
    command, data = lock_intent(passage, PASSAGE_ID, SALT, canonical)
    assert data == canonical(content(passage, PASSAGE_ID, SALT, canonical))
    assert command.seal == hashlib.sha256(data).hexdigest() == seal_of(data)
    assert (command.number, command.salt, command.closing) == (1, SALT, False)
    read = json.loads(data)
    assert (read["format"], read["passage"], read["version"]) == (FORMAT, PASSAGE_ID, 1)
    assert (read["rubric"], read["rubric_digest"]) == ("e33", rubric().digest)


def test_the_same_content_gives_the_same_bytes_whatever_the_way_to_it() -> None:
    clock = FakeClock()
    journal = journal_at("complete", clock)
    assert sealed(journal_at("complete").state) == sealed(journal.state)
    detour = play(
        journal,
        clock,
        PlaceLevel("c1", None),
        WriteText("communiquer", "Un instant."),
        SetNote(40),
        PlaceLevel("c1", journal.state.levels["c1"]),
        SetNote(27),
    )
    for _ in range(5):
        detour = detour.undo(clock.now())[0]
    assert sealed(detour.state) == sealed(journal.state)
    again = play(journal, clock, PlaceLevel("c2", None), PlaceLevel("c2", 2))
    assert sealed(again.state) == sealed(journal.state)


def test_a_text_blanked_again_is_as_if_never_written() -> None:
    clock = FakeClock()
    journal = journal_at("interrupted", clock)
    blanked = play(journal, clock, WriteText("traiter", "x"), WriteText("traiter", ""))
    assert sealed(blanked.state) == sealed(journal.state)


COMPLETE = journal_at("complete").state
WHO = identification()
LATER = Instant("boot-1", 9_999_999, 9_999_999_999_999)
CHANGED: dict[str, Passage] = {
    "rubric id": replace(COMPLETE, rubric=replace(rubric(), id="x")),
    "rubric digest": replace(COMPLETE, rubric=replace(rubric(), digest="0" * 64)),
    "session": replace(COMPLETE, identification=replace(WHO, session="2027")),
    "centre": replace(COMPLETE, identification=replace(WHO, centre="X")),
    "date": replace(COMPLETE, identification=replace(WHO, date="2026-06-23")),
    "candidate": replace(
        COMPLETE, identification=replace(WHO, candidate=replace(WHO.candidate, number="1"))
    ),
    "commission": replace(
        COMPLETE,
        identification=replace(
            WHO, commission=replace(WHO.commission, members=WHO.commission.members[:1])
        ),
    ),
    "accommodation": replace(COMPLETE, accommodation=Accommodation(0, 1)),
    "arrival": replace(COMPLETE, arrived=LATER),
    "identity": replace(COMPLETE, identity_shown=False),
    "absent": replace(COMPLETE, absent=True),
    "gate": replace(COMPLETE, gate=GateAnswer.NONE),
    "presentation start": replace(
        COMPLETE, presentation=replace(COMPLETE.presentation, started=LATER)
    ),
    "presentation end": replace(COMPLETE, presentation=replace(COMPLETE.presentation, ended=LATER)),
    "interview end": replace(COMPLETE, interview=replace(COMPLETE.interview, ended=LATER)),
    "clock adjusted": replace(COMPLETE, interview=replace(COMPLETE.interview, adjustment=1)),
    "pause": replace(
        COMPLETE, interview=replace(COMPLETE.interview, pauses=(Pause(LATER, LATER),))
    ),
    "pause's reason": replace(
        COMPLETE, interview=replace(COMPLETE.interview, pauses=(Pause(LATER, LATER, "Autre"),))
    ),
    "level": replace(COMPLETE, levels=_with(COMPLETE.levels, c1=4)),
    "level off": replace(COMPLETE, levels=MappingProxyType({})),
    "profile": replace(COMPLETE, global_profile=4),
    "profile off": replace(COMPLETE, global_profile=None),
    "note": replace(COMPLETE, note=28),
    "note off": replace(COMPLETE, note=None),
    "text": replace(COMPLETE, comments=_with(COMPLETE.comments, traiter=Comment("x"))),
    "nothing": replace(
        COMPLETE, comments=_with(COMPLETE.comments, communiquer=Comment("", nothing=False))
    ),
    "ending": replace(COMPLETE, ending=Ending.WITHDREW),
    "ending's reason": replace(COMPLETE, ending_reason="x"),
    "incident": replace(COMPLETE, incidents=(Incident(LATER, "x"),)),
    "incident's text": replace(COMPLETE, incidents=(Incident(LATER, "y"),)),
    "incident's kind": replace(COMPLETE, incidents=(Incident(LATER, "x", IncidentKind.OTHER),)),
    "member's statement": replace(COMPLETE, fraud=FraudReport((Statement("A", "x"),))),
    "candidate's statement": replace(COMPLETE, fraud=FraudReport(candidate="x")),
    "no statement": replace(COMPLETE, fraud=FraudReport(declined=True)),
    "countersignature": replace(
        COMPLETE, fraud=FraudReport(countersignature=Countersignature.SIGNS)
    ),
    "earlier version": replace(COMPLETE, versions=journal_at("reopened").state.versions),
    "reopening's reason": replace(COMPLETE, reopen_reason="x"),
    "rectification": replace(COMPLETE, amending=True),
    "rectification's members": replace(COMPLETE, amended_by=("x",)),
    "remark gone": replace(COMPLETE, remarks=COMPLETE.remarks[1:]),
    "remark changed": replace(
        COMPLETE, remarks=(replace(COMPLETE.remarks[0], mark=Mark.PLUS), *COMPLETE.remarks[1:])
    ),
}


def test_every_fact_changed_changes_the_seal() -> None:
    seals = {name: seal_of(sealed(passage)) for name, passage in CHANGED.items()}
    seals["unchanged"] = seal_of(sealed(COMPLETE))
    seals["another salt"] = seal_of(sealed(COMPLETE, salt="10" * SALT_BYTES))
    seals["another passage"] = seal_of(sealed(COMPLETE, passage_id="ffff"))
    assert len(set(seals.values())) == len(CHANGED) + 3


def test_what_no_passage_had_before_leaves_the_bytes_as_they_were() -> None:
    clock = FakeClock()
    earlier = play(journal_at("complete", clock), clock, RecordIncident("Alarme")).state
    read = json.loads(sealed(earlier))
    assert read["incidents"] == [{"at": clock.now().wall, "text": "Alarme"}]
    assert "fraud" not in read


def test_the_salt_hides_what_few_possible_observations_would_tell() -> None:
    passage = replace(COMPLETE, remarks=())
    hashes = {
        json.loads(sealed(passage, salt=salt))["remarks_hash"] for salt in (SALT, "aa" * SALT_BYTES)
    }
    assert len(hashes) == 2


def test_observations_are_sealed_by_their_hash_alone() -> None:
    clock = FakeClock()
    marked = AddRemark("MARQUE-OBSERVATION", criterion="c1")
    with_remark = play(journal_at("candidate_left", clock), clock, marked)
    without = with_remark.undo(clock.now())[0]
    kept, gone = json.loads(sealed(with_remark.state)), json.loads(sealed(without.state))
    assert "MARQUE" not in json.dumps(kept)
    assert kept.pop("remarks_hash") != gone.pop("remarks_hash")
    assert kept == gone


def test_a_later_version_names_the_seal_before_it() -> None:
    passage = journal_at("amending").state
    read = json.loads(sealed(passage))
    assert read["previous"] == passage.versions[0].seal
    assert (read["version"], read["amended"]) == (2, True)
    assert json.loads(sealed(COMPLETE))["previous"] is None


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_written_canonically(state: str) -> None:
    passage = journal_at(state).state
    data = sealed(passage)
    assert json.loads(data) == content(passage, PASSAGE_ID, SALT, canonical)


def test_the_seal_of_a_lock_is_found_again_from_the_lines_before_it() -> None:
    clock = FakeClock()
    journal = journal_at("complete", clock)
    journal = play(journal, clock, AddRemark("à supprimer"))
    number = remark_numbers(journal)[-1]
    locked = play(journal, clock, DeleteRemark(number), locking)
    intent = locked.state.versions[-1]
    before = fold(rubric(), locked.lines[:-1])
    assert lock_intent(before, PASSAGE_ID, intent.salt, canonical)[0].seal == intent.seal


def test_the_footer_shows_64_bits_in_groups() -> None:
    assert fingerprint("0123456789abcdef" + "f" * 48) == "0123 4567 89ab cdef"
    assert SALT_BYTES * 8 == 128

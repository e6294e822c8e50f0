"""Endings of an oral by real keys, read back from the record and from the document.

An interruption is in ``test_timed_branches.py``, no presentation at all in ``test_whole_day.py``.

One program plays the day; each branch has a candidate of its own, so that one can fail alone.
"""

from __future__ import annotations

from e33tui.domain.passage import Ending, GateAnswer, Mention, Presence, Progress
from tests.end_to_end import commission as act
from tests.end_to_end import oral, sheet
from tests.end_to_end.day import Day, Person, plain
from tests.end_to_end.record import sealed_in

TECHNICAL = Person("0260304", "DÉROCHE", "Ugo")
ABSENT = Person("0260305", "ESTÈVE", "Inès")
LATE = Person("0260306", "FAŸ", "Élio")
WITHDREW = Person("0260309", "ISSAÏ", "Chloé")
EXCLUDED = Person("0260310", "JOLIVET", "Loïs")
PEOPLE = (TECHNICAL, ABSENT, LATE, WITHDREW, EXCLUDED)

APPRAISAL = "Départ à sa demande."


def test_technical_difficulty_is_put_off_and_taken_up_again(day: Day) -> None:
    terminal = oral.arrive(day, TECHNICAL)
    terminal.press("2", "^N", until="⏎ ouvrir")
    terminal.wait_for("Prévenez le centre.")
    day.listed(TECHNICAL, "à reconvoquer")
    passage = day.record(TECHNICAL, lambda passage: passage.gate)
    assert passage.gate is GateAnswer.TECHNICAL
    assert passage.mentions == (Mention.TO_RESUMMON,)
    assert (passage.note, passage.progress) == (None, Progress.TO_COME)
    assert day.verso(TECHNICAL) is None
    day.open(TECHNICAL, "Présentation numérique ?")
    terminal.press("1", "^N", until="1er temps · Présentation")
    terminal.press("^N")
    terminal.wait_gone("à démarrer")
    act.start_interview(terminal)
    act.end_early(terminal)
    day.go_home()
    passage = day.record(TECHNICAL, lambda passage: passage.oral_over)
    assert passage.gate is GateAnswer.OPEN
    assert (passage.mentions, passage.progress) == ((), Progress.TO_WRITE)


def test_absent(day: Day) -> None:
    day.open(ABSENT, "émargement signé")
    day.terminal.press("^X", until=f"{ABSENT.full_name} : absent.")
    day.listed(ABSENT, "absent")
    passage = day.record(ABSENT, lambda passage: passage.absent)
    assert passage.presence is Presence.ABSENT
    assert (passage.note, passage.arrived) == (None, None)
    assert day.verso(ABSENT) is None


def test_absence_undone(day: Day) -> None:
    day.open(LATE, "émargement signé")
    day.terminal.press("^X", until=f"{LATE.full_name} : absent.")
    day.record(LATE, lambda passage: passage.absent)
    day.open(LATE, "annuler l’absence")
    day.terminal.press("^X", until="émargement signé")
    day.terminal.press("^N", until="Présentation numérique ?")
    act.start_presentation(day.terminal)
    act.start_interview(day.terminal)
    act.end_early(day.terminal)
    day.go_home()
    passage = day.record(LATE, lambda passage: passage.oral_over)
    assert passage.presence is Presence.PRESENT
    assert passage.arrived is not None
    assert passage.progress is Progress.TO_WRITE


def test_withdrawal_wants_a_note_and_the_appraisal_alone(day: Day) -> None:
    terminal = oral.end_otherwise(day, WITHDREW, "a")
    sheet.show_grid(terminal)
    terminal.press("Tab")
    sheet.await_note(terminal)
    sheet.give_note(terminal, "4,5")
    sheet.write_appraisal(terminal, APPRAISAL)
    sheet.lock(terminal)
    day.go_home()
    passage = day.record(WITHDREW, lambda passage: passage.locked)
    assert (passage.ending, passage.note) == (Ending.WITHDREW, 9)
    assert (dict(passage.levels), list(passage.comments)) == ({}, ["appraisal"])
    assert "4,5/20" in day.printed(WITHDREW)
    assert plain(APPRAISAL) in day.printed(WITHDREW)
    assert "abandon" not in day.held(WITHDREW)


def test_excluded(day: Day) -> None:
    terminal = oral.end_otherwise(day, EXCLUDED, "e", "Décision du chef de centre")
    terminal.press("^N", until="Profil global")
    terminal.wait_for("Pas de note pour cette fin de passage.")
    terminal.press("^N", until="Appréciation ·")
    terminal.press("^N", until="Tout est là")
    terminal.press("^N", until="Fiche verrouillée et scellée (version 1)")
    terminal.wait_for("ne donne pas de fiche communicable")
    day.go_home()
    passage = day.record(EXCLUDED, lambda passage: passage.locked)
    assert passage.ending is Ending.EXCLUDED
    assert passage.ending_reason == "Décision du chef de centre"
    assert (passage.note, day.verso(EXCLUDED)) == (None, None)
    assert len(sealed_in(day.folder, EXCLUDED.number)) == 1


def test_the_day_ends_well(day: Day) -> None:
    assert act.leave(day.terminal) == 0
    day.assert_verified()

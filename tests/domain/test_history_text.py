"""The history in words: every fact has some, every value reads as a juror would write it."""

from __future__ import annotations

import dataclasses
import re

import pytest

from e33tui.domain.clock import Instant
from e33tui.domain.commands import (
    AnswerGate,
    Countersign,
    ExplainPause,
    PausePart,
    PlaceLevel,
    RecordIncident,
    Reopen,
    ResumePart,
    SetNote,
    StartPart,
    StateCandidate,
    StateMember,
    WriteText,
)
from e33tui.domain.history import Change, Fact, changes, facts
from e33tui.domain.history_text import NOBODY, tell
from e33tui.domain.incident import Countersignature, IncidentKind
from e33tui.domain.journal import Journal
from e33tui.domain.passage import GateAnswer
from e33tui.domain.remark import PartId
from e33tui.domain.rubric import Rubric
from tests.support.domain import STATES, FakeClock, Step, journal_at, locking, play, rubric

AT = Instant("boot-1", 1, 1_795_352_851_000)
"""22 November 2026, 14:07:31 in Paris."""
BY = "jury1@salle3 pts/2"


def words(what: str, old: Fact = None, new: Fact = None, by: str = BY) -> str:
    (told,) = tell([Change(AT, by, what, old, new)], rubric())
    return "\n".join(told.paragraphs()).replace("\u00a0", " ")


def said(what: str, old: Fact = None, new: Fact = None) -> str:
    return words(what, old, new).removeprefix(f"22/11/2026 14:07:31 · {BY} · ")


def paused(clock: FakeClock) -> Journal:
    """An oral that was paused, with an incident."""
    part = PartId.PRESENTATION
    return play(
        journal_at("gate_open", clock),
        clock,
        StartPart(part),
        PausePart(part),
        ExplainPause(part, "Incident technique"),
        ResumePart(part),
        RecordIncident("Alarme"),
    )


def suspected(clock: FakeClock) -> Journal:
    """An oral of which all was said that a procès-verbal of a suspected fraud takes."""
    return play(
        paused(clock),
        clock,
        RecordIncident("Un téléphone", IncidentKind.FRAUD),
        StateMember("Mme DURAND Claire", "Je l’ai vu."),
        StateCandidate("Il était éteint."),
        Countersign(Countersignature.REFUSES),
    )


def every_fact() -> dict[str, tuple[Fact, ...]]:
    """The names of all facts, with values that they had somewhere."""
    found: dict[str, set[Fact]] = {}
    states = [journal_at(name).state for name in STATES]
    for state in [*states, paused(FakeClock()).state, suspected(FakeClock()).state]:
        for what, value in facts(state).items():
            found.setdefault(what, set()).add(value)
    return {what: tuple(values) for what, values in found.items()}


EVERY = every_fact()
RAW = re.compile(r"\d{8}|\b(True|False|None)\b|[a-z_]+\.[a-z_]+|boot")
"""What no juror shall read: milliseconds, Python's words, names of facts."""


@pytest.mark.parametrize("what", EVERY)
def test_every_fact_has_words_and_none_of_its_values_is_raw(what: str) -> None:
    for new in EVERY[what]:
        for old in (None, *EVERY[what]):
            for told in tell([Change(AT, BY, what, old, new)], rubric()):
                line = "\n".join(told.paragraphs())
                assert "Donnée" not in line
                assert not RAW.search(line.replace("01234567", "")), line
                assert told.what[0] == told.what[0].upper()
                assert told.old
                assert told.new


def test_the_facts_of_a_pause_and_an_incident_are_among_them() -> None:
    assert {"presentation.pause.1.reason", "incident.1", "arrived", "level.c10"} <= set(EVERY)
    assert {"incident.2.kind", "fraud.1", "fraud.candidate", "fraud.signature"} <= set(EVERY)


def test_a_line_says_when_who_what_old_and_new() -> None:
    assert words("level.c3", 2, 3) == (
        f"22/11/2026 14:07:31 · {BY} · Critère 3 (Pertinence de l’action proposée) : "
        "2 Débrouillé → 3 Averti"
    )
    assert words("note", 27, 28, by="") == (f"22/11/2026 14:07:31 · {NOBODY} · Note : 13,5 → 14")


@pytest.mark.parametrize(
    ("what", "old", "new", "wanted"),
    [
        ("note", None, 0, "Note : aucune → 0"),
        ("note", 40, None, "Note : 20 → aucune"),
        (
            "level.c10",
            4,
            None,
            f"Critère 10 ({rubric().criterion('c10').title}) : 4 Expert → aucune croix",
        ),
        ("global_profile", None, 3, "Profil global : aucun → 3 Averti"),
        ("progress", "fiche à rédiger", "verrouillé", "Avancement : fiche à rédiger → verrouillé"),
        ("presence", "absent", "présent", "Présence : absent → présent"),
        ("mentions", "", "incident, rectifié", "Mentions : aucune → incident, rectifié"),
        ("version", 0, 1, "Version scellée : aucune → 1"),
        ("closed", False, True, "Clôture de la séance : non → oui"),
        ("reopen_reason", "", "Report", "Motif de la dernière réouverture : aucun → « Report »"),
        ("ending_reason", "Alarme", "", "Motif de la fin du passage : « Alarme » → aucun"),
        ("amended_by", "", "Mme A ; M. B", "Rectification décidée par : personne → Mme A ; M. B"),
        (
            "presentation.allowed",
            900_000,
            1_200_000,
            "1er temps · Présentation, durée accordée : 15:00 → 20:00",
        ),
        (
            "interview.adjustment",
            0,
            -90_000,
            "2nd temps · Entretien, correction de l’horloge : aucune → − 01:30",
        ),
        (
            "interview.ended",
            None,
            AT.wall,
            "2nd temps · Entretien, fin : pas terminé → 22/11/2026 14:07:31",
        ),
        (
            "interview.pause.2.reason",
            None,
            "Autre",
            "2nd temps · Entretien, pause 2, motif : aucun → « Autre »",
        ),
        ("arrived", None, AT.wall, "Arrivée : aucune → 22/11/2026 14:07:31"),
        ("incident.1", None, "Alarme", "Incident 1 : aucun → « Alarme »"),
        ("incident.1.kind", None, "santé", "Nature de l’incident 1 : – → santé"),
        ("fraud.1", None, "M. A : Vu.", "Procès-verbal, déclaration 1 : aucune → « M. A : Vu. »"),
        (
            "fraud.signature",
            None,
            "refuse de signer",
            "Procès-verbal, contreseing du candidat : pas encore demandé → refuse de signer",
        ),
        ("date", "2026-06-22", "2026-06-23", "Date de l’épreuve : 22/06/2026 → 23/06/2026"),
        ("text.appraisal", "", "Net.", "Appréciation globale : vide → « Net. »"),
        (
            "nothing.communiquer",
            False,
            True,
            f"Rien à signaler, commentaire « {rubric().competence('communiquer').label} » : non → oui",
        ),
    ],
)
def test_values_read_as_they_are_written_in_french(
    what: str, old: Fact, new: Fact, wanted: str
) -> None:
    assert said(what, old, new) == wanted


def test_a_long_or_folded_text_stands_whole_on_lines_of_its_own() -> None:
    long = "mot " * 1000
    head, before, after = said("text.appraisal", long, "Deux\nlignes").split("\n", 2)
    assert head == "Appréciation globale :"
    assert before == f"avant : « {long} »"
    assert after == "après : « Deux\nlignes »"


def test_what_changes_nothing_visible_is_left_out_but_never_a_zero() -> None:
    def told(old: Fact, new: Fact) -> int:
        return len(tell([Change(AT, BY, "note", old, new)], rubric()))

    assert [told(None, ""), told("", False), told(None, False)] == [0, 0, 0]
    assert [told(None, 0), told(0, None), told(False, True)] == [1, 1, 1]


def test_a_reopening_for_the_same_reason_is_told_again() -> None:
    clock = FakeClock()
    locked = play(journal_at("reopened", clock), clock, locking)
    after = locked.then(Reopen("Harmonisation"), clock.advance(10))
    lines = tell(changes(locked.state, after.state, clock.now(), BY), rubric())
    assert [(each.what, each.new) for each in lines] == [
        ("Avancement", "fiche à rédiger"),
        ("Motif de la dernière réouverture", "«\u00a0Harmonisation\u00a0»"),
    ]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("autre", "x"),
        ("level.c99", 2),
        ("text.x", "y"),
        ("presentation.x", 3),
        ("presentation.pause.x.ended", 3),
        ("", 1),
        ("note", "treize"),
        ("level.c1", 9),
        ("arrived", 10**18),
        ("version", True),
    ],
)
def test_what_another_program_wrote_is_quoted_and_breaks_nothing(what: str, value: Fact) -> None:
    assert "–" in words(what, None, value) or "auc" in words(what, None, value)


def test_a_whole_day_reads_in_order() -> None:
    clock = FakeClock()
    journal = journal_at("complete", clock)
    told: list[Change] = []
    steps: tuple[Step, ...] = (
        locking,
        Reopen("Harmonisation"),
        SetNote(29),
        PlaceLevel("c1", 4),
        WriteText("communiquer", "Clair."),
        locking,
    )
    for step in steps:
        after = play(journal, clock, step)
        told += changes(journal.state, after.state, clock.now(), BY)
        journal = after
    lines = [
        f"{each.what} {each.old} {each.new}".replace("\u00a0", " ") for each in tell(told, rubric())
    ]
    assert lines[:6] == [
        "Avancement fiche à rédiger verrouillé",
        "Version scellée aucune 1",
        "Avancement verrouillé fiche à rédiger",
        "Motif de la dernière réouverture aucun « Harmonisation »",
        "Note 13,5 14,5",
        f"Critère 1 ({rubric().criterion('c1').title}) 1 Novice 4 Expert",
    ]
    whens = [each.when for each in tell(told, rubric())]
    assert whens == sorted(whens)


def test_the_words_are_the_rubrics(small: Rubric) -> None:
    (told,) = tell([Change(AT, BY, f"level.{small.criteria[0].id}", 1, 2)], small)
    assert small.criteria[0].title in told.what
    assert told.old.endswith(small.levels[0].name)


@pytest.fixture
def small() -> Rubric:
    """The same rubric with another wording, so that nothing here can be E33's by heart."""
    levels = tuple(dataclasses.replace(each, name=f"N{each.number}") for each in rubric().levels)
    first, *others = rubric().competences
    criterion = dataclasses.replace(first.criteria[0], title="Autre titre")
    group = dataclasses.replace(first, criteria=(criterion, *first.criteria[1:]))
    return dataclasses.replace(rubric(), levels=levels, competences=(group, *others))


def test_answering_the_gate_after_a_lock_tells_the_note_that_went() -> None:
    clock = FakeClock()
    journal = play(journal_at("locked_not_examined", clock), clock, Reopen("Clé retrouvée"))
    after = journal.then(AnswerGate(GateAnswer.OPEN), clock.advance(10))
    told = {
        each.what: each.new for each in tell(changes(journal.state, after.state, AT, ""), rubric())
    }
    assert told == {"Avancement": "en cours", "Mentions": "aucune", "Note": "aucune"}

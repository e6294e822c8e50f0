"""What a sealed version says, read from its bytes; and the list of a passage's versions."""

from __future__ import annotations

import dataclasses
import json

import pytest

from e33tui.domain.commands import Lock, Reopen, SetNote
from e33tui.domain.journal import Journal
from e33tui.domain.seal import content, fingerprint
from e33tui.domain.sealed_text import OTHER_WORDING, sections
from e33tui.domain.versions import Version, versions
from tests.domain.test_history_text import RAW, paused, suspected
from tests.support.domain import (
    PASSAGE_ID,
    STATES,
    FakeClock,
    canonical,
    commission,
    journal_at,
    locking,
    play,
    rubric,
)

SALT = "0" * 32


def sealed(journal: Journal) -> bytes:
    return canonical(content(journal.state, PASSAGE_ID, SALT, canonical))


def says(data: bytes) -> dict[str, str]:
    rows = [row for section in sections(data, rubric()) for row in section.rows]
    return {label: value.replace("\u00a0", " ") for label, value in rows}


def test_it_says_identification_times_crosses_note_and_texts() -> None:
    found = says(sealed(journal_at("complete")))
    assert found["Numéro du (de la) candidat(e)"] == "0123456"
    assert found["Nom et prénom du (de la) candidat(e)"] == "LEFÈVRE Zoé"
    assert found["Date de l’épreuve"] == "22/06/2026"
    assert found["Composition de la commission d’interrogation"] == (
        commission().members[1].described
    )
    assert found["Présence"] == "présent"
    assert found["1er temps · Présentation"] == (
        "début 22/06/2026 10:00:30, fin 22/06/2026 10:00:50, durée 00:20"
    )
    assert found[f"1 {rubric().criterion('c1').title}"] == "1 Novice"
    assert found[f"10 {rubric().criterion('c10').title}"] == "2 Débrouillé"
    assert found["Profil global"] == "3 Averti"
    assert found["Note"] == "13,5 / 20"
    assert found["Communiquer"] == "Rien à signaler."
    assert found["Appréciation globale"] == "Oral structuré.\nÉchanges précis."


def test_both_members_of_the_commission_are_told() -> None:
    found = sections(sealed(journal_at("complete")), rubric())[0]
    told = [value for label, value in found.rows if label.startswith("Composition")]
    assert told == [member.described for member in commission().members]


@pytest.mark.parametrize("name", STATES)
def test_every_version_that_could_be_sealed_reads_without_raw_values(name: str) -> None:
    found = sections(sealed(journal_at(name)), rubric())
    text = str([(section.title, section.rows) for section in found])
    assert not RAW.search(text.replace("01234567", "")), text


def test_what_was_said_of_a_suspected_fraud_is_in_it() -> None:
    found = says(sealed(suspected(FakeClock())))
    assert found["Incident (fraude présumée)"].endswith("Un téléphone")
    assert found["Déclaration de Mme DURAND Claire"] == "Je l’ai vu."
    assert found["Déclaration du candidat"] == "Il était éteint."
    assert found["Contreseing du candidat"] == "refuse de signer"


def test_pauses_incidents_and_corrections_are_in_it() -> None:
    found = says(sealed(paused(FakeClock())))
    assert found["1er temps · Présentation, pause"].endswith("10:01:00, Incident technique")
    assert found["Incident"].endswith("Alarme")
    assert "Contreseing du candidat" not in found
    assert found["Note"] == "aucune"
    assert found[f"1 {rubric().criterion('c1').title}"] == "aucune croix"
    assert found["Communiquer"] == "Rien d’écrit."


def test_a_rectification_says_why_who_and_what_it_follows() -> None:
    journal = journal_at("amending")
    found = says(sealed(journal))
    assert found["Motif de la réouverture"] == "Erreur de report"
    assert found["Rectification décidée par"] == "Mme DURAND Claire ; M. MARTIN Paul"
    assert found["Empreinte de la version précédente"] == fingerprint(
        journal.state.versions[0].seal
    )


def test_a_grid_worded_otherwise_since_is_told() -> None:
    data = sealed(journal_at("complete"))
    assert "Grille" not in says(data)
    later = dataclasses.replace(rubric(), digest="0" * 64)
    rows = dict(row for section in sections(data, later) for row in section.rows)
    assert rows["Grille"] == OTHER_WORDING


DAMAGED: tuple[dict[str, object], ...] = (
    {"identification": 3},
    {"times": {}},
    {"levels": 4},
    {"texts": {"traiter": 1}},
)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"\xff", b"{", b"[]", b"1", b"null", b"{}", b'{"format": "e33tui-seal/9"}'),
        *(
            json.dumps(json.loads(sealed(journal_at("complete"))) | changed).encode()
            for changed in DAMAGED
        ),
    ],
)
def test_what_is_no_sealed_version_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        sections(data, rubric())


def test_no_observation_is_told() -> None:
    assert "carte de fidélité" not in str(sections(sealed(journal_at("complete")), rubric()))


# -- The list of the versions -------------------------------------------------------------------


def test_the_list_says_number_moment_seal_and_why_each_was_reopened() -> None:
    clock = FakeClock()
    journal = play(journal_at("reopened", clock), clock, SetNote(29), locking)
    journal = play(journal, clock, Reopen("Report"))
    first, second = versions(journal.lines)
    seals = [line.command.seal for line in journal.lines if isinstance(line.command, Lock)]
    assert (first.number, first.reason, first.seal) == (1, "Harmonisation", seals[0])
    assert (second.number, second.reason, second.seal) == (2, "Report", seals[1])
    assert first.words == f"Version 1 · 22/06/2026 10:04:40 · {fingerprint(seals[0])}"
    assert second.reopened == clock.now().wall
    assert (
        second.reopened_words.replace("\u00a0", " ") == "rouverte le 22/06/2026 10:05:20 : Report"
    )


def test_the_last_version_is_the_last_word_until_it_is_reopened() -> None:
    (only,) = versions(journal_at("locked_complete").lines)
    assert (only.reopened, only.reopened_words) == (None, "")


def test_a_rectification_names_who_decided_it() -> None:
    before, after = versions(journal_at("amended").lines)
    assert before.members == ("Mme DURAND Claire", "M. MARTIN Paul")
    assert "rectification le" in before.reopened_words
    assert "Mme DURAND Claire ; M. MARTIN Paul" in before.reopened_words
    assert (before.amended, after.amended) == (False, True)
    assert after.words.startswith("Version 2, rectification · ")


@pytest.mark.parametrize("name", STATES)
def test_the_list_is_what_the_state_announces(name: str) -> None:
    journal = journal_at(name)
    assert [(v.number, v.at, v.seal, v.amended) for v in versions(journal.lines)] == [
        (v.number, v.at.wall, v.seal, v.amended) for v in journal.state.versions
    ]
    assert all(isinstance(each, Version) for each in versions(journal.lines))

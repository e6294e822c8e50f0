"""What taking a file over would do to a roster."""

from __future__ import annotations

import pytest

from e33tui.domain.errors import InputError
from e33tui.domain.identity import Accommodation, Candidate
from e33tui.domain.roster import Entry
from e33tui.domain.roster_lines import read_text
from e33tui.domain.roster_plan import Known, Plan, plan
from e33tui.domain.roster_reading import Reading, Terms
from e33tui.domain.roster_words import sections, verdict

USUAL = Accommodation(300, 500)
ROY = Entry("a", Candidate("0042", "ROY", "Zoé"), USUAL, "08:30", "Lycée Zay")
LOU = Entry("b", Candidate("0043", "LOU", "Max"), handed_to="Commission 2")


def known(*entries: Entry, begun: str = "") -> list[Known]:
    return [Known(entry, entry.passage in begun, entry.candidate) for entry in entries]


def planned(*lines: str, begun: str = "", with_school: bool = False) -> Plan:
    reading = read_text("\n".join(lines), Terms(USUAL, "2026-06-22", with_school))
    return plan(reading, known(ROY, LOU, begun=begun))


HEADS = "N°;Nom;Prénom;Heure;Tiers temps;Lycée"
SAME = ("0042;ROY;Zoé;8h30;oui;Lycée Zay", "0043;LOU;Max;;;")


def test_the_same_file_changes_nothing() -> None:
    found = planned(HEADS, *SAME)
    assert not found.changes_something
    assert (found.unchanged, found.new, found.changed, found.absent) == (2, (), (), ())
    assert verdict(found).startswith("Rien à changer")


def test_who_is_new_comes_at_the_end_and_who_is_not_in_the_file_stays() -> None:
    found = planned(HEADS, "1;UN;;;;", SAME[1])
    assert [line.candidate.number for line in found.new] == ["1"]
    assert found.absent == (ROY,)
    (line,) = found.command(lambda: "new").lines
    assert (line.passage, line.candidate) == ("new", Candidate("1", "UN"))


def test_a_change_says_field_by_field_what_was_and_what_would_be() -> None:
    found = planned(HEADS, "0042;ROI;Zoé;9h;;Autre", SAME[1])
    (change,) = found.changed
    assert change.line == 2
    assert change.differences == (
        ("nom", "ROY", "ROI"),
        ("heure", "08:30", "09:00"),
        ("aménagement", "+ 05:00 et + 08:20", ""),
    )
    assert change.after.passage == "a"


def test_the_school_changes_only_where_it_is_asked_for() -> None:
    (change,) = planned(HEADS, "0042;ROY;Zoé;8h30;oui;Autre", with_school=True).changed
    assert change.differences == (("établissement", "Lycée Zay", "Autre"),)


def test_what_the_file_has_no_column_for_stays() -> None:
    found = planned("N°;Nom;Prénom", "0042;ROI;Zoé")
    (change,) = found.changed
    assert change.differences == (("nom", "ROY", "ROI"),)
    (line,) = found.command(str).lines
    assert (line.convocation, line.accommodation, line.school) == ("08:30", USUAL, "Lycée Zay")


def test_who_has_begun_is_never_touched() -> None:
    found = planned(HEADS, "0042;ROI;;9h;;", SAME[1], begun="a")
    assert not found.changes_something
    assert found.begun == (ROY,)


def test_who_has_begun_is_known_by_the_number_now_in_force_and_by_the_first() -> None:
    corrected = Known(ROY, True, Candidate("0099", "ROY", "Zoé"))
    for number in ("0042", "0099"):
        reading = read_text(f"N°;Nom\n{number};ROY", Terms(USUAL))
        found = plan(reading, [corrected])
        assert (found.begun, found.new) == ((ROY,), ())


def test_another_number_of_the_same_name_is_worth_a_look() -> None:
    found = planned("N°;Nom;Prénom", "0050;Roy;zoé")
    assert found.changes_something
    assert "déjà sur la liste avec le numéro 0042" in found.remarks[-1].sentence


def test_a_number_that_has_lost_its_zeros_is_no_second_candidate() -> None:
    found = planned("N°;Nom;Prénom", "42;ROY;Zoé")
    (fault,) = found.faults
    assert fault.sentence.startswith("Ligne 2 : ROY Zoé a sur la liste le numéro 0042")
    assert "1 point est à corriger" in found.refusal().message


def test_hours_out_of_order_are_worth_a_look_and_the_file_s_order_stays() -> None:
    found = planned("N°;Nom;Heure", "1;A;8h", "2;B;", "3;C;9h", "4;D;8h30", "5;E;8h")
    assert [line.line for line in found.new] == [2, 3, 4, 5, 6]
    (spot,) = found.remarks
    assert spot.sentence.startswith(
        "Ligne 5 : cette convocation (08:30) vient après celle de 09:00"
    )
    assert planned("N°;Nom;Heure", "1;A;8h", "2;B;8h").remarks == ()


def test_the_preview_says_all_of_it_the_faults_first() -> None:
    found = planned(
        f"{HEADS};INE", ";X;;;;;", "0042;ROI;Zoé;;oui;;", "9999;NEUF;Inès;10h;oui;;", begun="b"
    )
    assert [(section.title, section.grave) for section in sections(found)] == [
        ("À corriger : 1", True),
        ("À vérifier : 1", False),
        ("À ajouter : 1", False),
        ("À modifier : 1", False),
        ("Sur la liste et pas dans le fichier, gardés : 1", False),
        ("Colonnes inconnues, ignorées : 1", False),
    ]
    said = {section.title.split(" :")[0]: section.lines for section in sections(found)}
    assert said["À ajouter"] == ("9999  NEUF Inès, 10:00, + 05:00 et + 08:20",)
    assert said["À modifier"] == (
        "0042  ROY Zoé : nom ROY devient ROI, heure 08:30 devient (vide)",
    )
    assert verdict(found) == "1 point à corriger dans le fichier : rien ne peut être repris."


def test_an_empty_reading_keeps_everybody() -> None:
    assert plan(Reading(), known(ROY)).absent == (ROY,)
    with pytest.raises(InputError):
        planned("N°;Nom")

"""A commission's whole day by keys: seven candidates, one of each kind, from the list to the end.

The list comes as a spreadsheet's file; everything after it is typed in the program's own terminal.
"""

from __future__ import annotations

import re
from pathlib import Path

from e33tui.cli import main
from tests.end_to_end import commission as act
from tests.end_to_end import oral, sheet
from tests.end_to_end.day import Day, Person
from tests.end_to_end.terminal import Terminal

NORMAL = Person("0260401", "ARNAUD", "Léa")
ABSENT = Person("0260403", "CHÂTEL", "Zoé")
NO_SUPPORT = Person("0260404", "DÉROCHE", "Ugo")
INCIDENT = Person("0260405", "ESTÈVE", "Inès")
MOVED = Person("0260406", "FAŸ", "Élio")
RECTIFIED = Person("0260407", "GUÉRIN", "Maël")
LATE = Person("0260408", "HÉRAUD", "Théo")
PEOPLE = (NORMAL, ABSENT, NO_SUPPORT, INCIDENT, MOVED, RECTIFIED, LATE)
HOURS = ("8h30", "10h", "10 h 45", "13:30", "14h15", "15h", "15h45")

LEVELS = "1234321434"
FIRST = "L’enquête est datée, 40 réponses exploitées."
APPRAISAL = "Oral clair, tenu dans le temps."
LEFT_EARLY = "Départ à sa demande."
REASON = "Erreur Topaze de report"
HAPPENED = "Coupure de courant Opale"
WHY = "Salle sans courant Opale"
WHO_CAME = "Yann Le Goff"
CHIEF = "Chef de rayon"
NOTES = {NORMAL: "13,5", LATE: "14"}
ELSEWHERE = "commission 2"
MAKING = 60.0
"""Seconds that a dozen documents may take on a machine that is busy."""
BEFORE, RECTIFICATION = "4,5", "6"


def roster(path: Path) -> Path:
    """Write the list as a spreadsheet under Windows saves it in France."""
    lines = [
        "Nom de naissance;Prénom(s);N° candidat;Établissement;Heure de convocation;Aménagement"
    ]
    for person, hour in zip(PEOPLE, HOURS, strict=True):
        extra = "tiers temps" if person is LATE else ""
        lines.append(
            f"{person.surname};{person.given_name};{person.number};Lycée Rubis;{hour};{extra}"
        )
    # Newline by newline as that program writes them; Ÿ is in its letters too.
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("windows-1252"))
    return path


def prepare(folder: Path) -> None:
    """Import the list into a new folder, and set the séance up by keys."""
    file = roster(folder.with_name("liste.csv"))
    assert main(["importer", str(folder), str(file), "--oui"]) == 0
    with Terminal(str(folder)) as terminal:
        act.set_up(terminal, until="⏎ ouvrir")
        assert act.leave(terminal) == 0


def examine_next(day: Day, person: Person) -> None:
    """Take whoever is next, which has to be ``person``, through the oral; write and lock the sheet."""
    day.terminal.press("n", until="émargement signé")
    day.at_work(person)
    day.terminal.press("^N", until="Présentation numérique ?")
    judge(day, oral.talk(day), person)


def judge(day: Day, terminal: Terminal, person: Person) -> None:
    """Place crosses and note, write the texts, lock."""
    sheet.show_grid(terminal)
    sheet.place_crosses(terminal, LEVELS)
    sheet.give_note(terminal, NOTES[person])
    sheet.write_texts(terminal, {1: FIRST} if person is NORMAL else sheet.NOTHING, APPRAISAL)
    sheet.lock(terminal)
    day.go_home()


def declare_absent(day: Day, person: Person) -> None:
    """Say on the list that a candidate has not come."""
    day.choose(person)
    day.terminal.press("^X", until=f"{person.full_name} : absent.")


def come_late(day: Day, person: Person) -> None:
    """Examine a candidate declared absent who comes after all, with extra time; searched by name."""
    day.choose(person)
    day.terminal.press("^X", until=f"{person.full_name} : attendu de nouveau.")
    day.terminal.press("r", until="Chercher un candidat")
    day.terminal.type(person.surname.lower())
    day.terminal.press("⏎", until="émargement signé")
    day.at_work(person)
    day.terminal.press("^N", until="Présentation numérique ?")
    judge(day, oral.talk(day, "33:"), person)


def examine_elsewhere(day: Day, person: Person) -> None:
    """Put a candidate off to the end of the day, then hand them to another commission."""
    day.choose(person)
    day.terminal.press("+", "+")
    day.people = (*(one for one in day.people if one != person), person)
    day.terminal.wait_until(lambda: lines_of(day)[-1] == person.number, "the last on the list")
    day.terminal.press("t", until="À une autre commission")
    day.terminal.press("c", until=f"Confier {person.full_name}")
    day.terminal.type(ELSEWHERE)
    day.terminal.press("⏎", until=f"{person.full_name} n’est plus attendu ici.")


def lines_of(day: Day) -> list[str]:
    """Return the numbers on the list, in its order."""
    return re.findall(r"\b02604\d\d\b", day.terminal.screen)


def refuse_without_support(day: Day, person: Person) -> None:
    """Say that there is no presentation: two confirmations, each refused once; the note zero."""
    terminal = oral.arrive(day, person)
    terminal.press("3")
    for refused in ("n", "on"):
        answer(terminal, refused)
        terminal.wait_gone("Oui, a")
        assert day.record(person, lambda passage: passage.arrived).gate is None
    answer(terminal, "oo")
    # No grid on the way: the next screen is the lock's.
    terminal.wait_for("Tout est là")
    sheet.lock(terminal)
    day.go_home()


def answer(terminal: Terminal, answers: str) -> None:
    """Go on from the question of the presentation, and answer what is asked; the two differ."""
    questions = ("Oui, aucune présentation", "Oui, attribuer la note zéro")
    terminal.press("^N")
    for question, letter in zip(questions, answers, strict=False):
        terminal.wait_for(question)
        terminal.press(letter)


def go_through_an_incident(day: Day, person: Person) -> None:
    """Record an incident while the clock runs, and interrupt the oral for it."""
    terminal = oral.arrive(day, person)
    act.start_presentation(terminal)
    terminal.press("^D", until="rien à noter")
    terminal.press("t", until="Incident : ")
    terminal.type(HAPPENED)
    terminal.press("⏎")
    terminal.wait_for("Incident noté")
    terminal.press("^K", until="Fin particulière")
    terminal.press("i", until="Motif ▸")
    terminal.type(WHY)
    terminal.press("⏎", until="Le candidat est-il sorti ?")
    terminal.press("^N", until="Pas de note pour cette fin de passage.")
    terminal.press("^N", until="Appréciation ·")
    terminal.press("^N", until="Tout est là")
    terminal.press("^N", until="ne donne pas de fiche communicable")
    day.go_home()


def leave_early(day: Day, person: Person) -> None:
    """Have a candidate give up: a note and the appraisal alone."""
    terminal = oral.end_otherwise(day, person, "a")
    sheet.show_grid(terminal)
    terminal.press("Tab")
    sheet.await_note(terminal)
    sheet.give_note(terminal, BEFORE)
    sheet.write_appraisal(terminal, LEFT_EARLY)
    sheet.lock(terminal)
    day.go_home()


def replace_a_member(day: Day) -> None:
    """Have somebody else sit in the second place from now on."""
    terminal = day.terminal
    terminal.press("s", until="Membre 2")
    for label in ("Centre", "Date"):
        act.next_field(terminal, label)
    terminal.press("Tab")
    act.next_field(terminal, "Nom")
    terminal.press("Tab", "Tab")
    act.next_field(terminal, "Nom")
    terminal.press("^U")
    terminal.wait_until(lambda: act.PROFESSIONAL not in terminal.flat, "an empty field")
    terminal.type(WHO_CAME)
    terminal.press("Tab", " ", " ", until="‹ autre personne ›")
    terminal.press("Tab")
    act.next_field(terminal, "Fonction")
    terminal.type(CHIEF)
    terminal.press("^N", until=f"M. {WHO_CAME} remplace M. {act.PROFESSIONAL} depuis")


def compare(day: Day) -> None:
    """Look at the finished candidates side by side; all are finished."""
    day.terminal.press("h", until="Harmonisation")
    for person, note in NOTES.items():
        day.terminal.wait_for(person.surname, note)
    day.terminal.press("^R", until="⏎ ouvrir")


def close(day: Day) -> None:
    """Close the séance, each member by a key; its documents are made."""
    terminal = day.terminal
    terminal.press("c", until="Chaque membre confirme")
    terminal.press("1", "2", "^N", until="Séance close.")
    terminal.wait_for("documents faits", patience=MAKING)
    terminal.press("^R", until="⏎ ouvrir")


def rectify(day: Day, person: Person) -> None:
    """Correct a note after the clôture."""
    day.open(person, "Fiche verrouillée")
    terminal = day.terminal
    terminal.press("^Y", until="Rectifier la fiche")
    terminal.type(REASON)
    terminal.press("⏎", until="Qui décide la rectification ?")
    terminal.press("1", "2", "⏎", until="Profil global")
    sheet.await_note(terminal)
    terminal.press("^U")
    terminal.wait_until(lambda: BEFORE not in terminal.before_cursor, "an empty field")
    sheet.give_note(terminal, RECTIFICATION)
    terminal.press("^N", until="Tout est là")
    sheet.lock(terminal, version=2)
    day.go_home()


def make(day: Day, paper: str, until: str) -> None:
    """Make a document, or all of a kind, from the list of documents."""
    terminal = day.terminal
    terminal.press("p", until="Documents de la séance")
    terminal.wait_for("à faire")
    lines = terminal.emulator.lines[2:]
    place = next(n for n, line in enumerate(lines) if line.strip().startswith(paper))
    terminal.press(*["↓"] * place, "⏎")
    terminal.wait_for(until, patience=MAKING)
    terminal.press("^R", until="⏎ ouvrir")


def replay(folder: Path) -> Day:
    """Live the whole day, and leave the program."""
    prepare(folder)
    day = Day(folder, PEOPLE)
    try:
        make(day, "Liste d’émargement", until="Fait : ")
        examine_next(day, NORMAL)
        declare_absent(day, ABSENT)
        declare_absent(day, LATE)
        replace_a_member(day)
        refuse_without_support(day, NO_SUPPORT)
        go_through_an_incident(day, INCIDENT)
        leave_early(day, RECTIFIED)
        examine_elsewhere(day, MOVED)
        come_late(day, LATE)
        compare(day)
        close(day)
        rectify(day, RECTIFIED)
        make(day, "Tout ce que demande la clôture", until="documents faits")
        assert act.leave(day.terminal) == 0
    finally:
        day.stop()
    return day

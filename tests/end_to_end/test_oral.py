"""One candidate from an empty folder to the verso, with real keys through the real driver."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from e33tui import rubric
from e33tui.cli import main
from e33tui.domain.clock import PartStatus
from e33tui.domain.passage import Passage, Progress
from e33tui.domain.remark import Mark, PartId
from tests.documents.pdf import flat, opened, unpacked, words
from tests.end_to_end import commission as act
from tests.end_to_end.record import (
    passage_in,
    sealed_content,
    sealed_in,
    sitting_in,
    versos_in,
)
from tests.end_to_end.terminal import Terminal

FIRST = "Sources variées ; l'enquête est datée, 40 réponses exploitées."
THIRD = "Bilan chiffré : panier moyen à 34 €, « taux de retour » de 12 %."
FOURTH = "Écoute réelle, vocabulaire précis."
APPRAISAL = "Oral clair, tenu dans le temps.\nLa démarche est comprise et défendue."
LEVELS = {f"c{place}": int(level) for place, level in enumerate("1234321434", 1)}


SMALLEST = (60, 20)


@pytest.fixture(
    scope="module",
    params=[SMALLEST, pytest.param((80, 24), marks=pytest.mark.campaign)],
    ids="{0[0]}x{0[1]}".format,
)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """The smallest terminal that the program is made for; the usual one has every other oral."""
    chosen: tuple[int, int] = request.param
    return chosen


@dataclass(frozen=True)
class Oral:
    """What is left of an oral once the commission has quit."""

    folder: Path
    passage: Passage
    verso: Path
    code: int


@pytest.fixture(scope="module")
def oral(size: tuple[int, int], tmp_path_factory: pytest.TempPathFactory) -> Oral:
    """Take the candidate through the whole walk; every key is one that the screens name."""
    folder = tmp_path_factory.mktemp("oral") / "séance"
    terminal = Terminal(str(folder), size=size)
    try:
        _before(terminal)
        _examine(terminal)
        _judge(terminal)
        code = act.leave(terminal)
    finally:
        terminal.stop()
    (verso,) = versos_in(folder)
    return Oral(folder, passage_in(folder, act.NUMBER), verso, code)


def _before(terminal: Terminal) -> None:
    act.set_up(terminal)
    act.add_candidate(terminal)
    act.arrive(terminal)


def _examine(terminal: Terminal) -> None:
    act.start_presentation(terminal)
    act.observe(terminal, act.OBSERVATIONS[0])
    terminal.press("↓")
    act.observe(terminal, act.OBSERVATIONS[1])
    act.start_interview(terminal)
    act.observe(terminal, act.QUESTION)
    act.observe(terminal, act.PLAIN)
    terminal.press("↑")
    act.place_levels(terminal, *"&é\"'")
    act.end_early(terminal)


def _judge(terminal: Terminal) -> None:
    terminal.press("^N", until="Profil global")
    terminal.press(*"321434")
    terminal.wait_until(lambda: terminal.emulator.cursor_visible, "the note's field")
    terminal.type("21")
    terminal.press("⏎", until="21 n’est pas entre 0 et 20")
    terminal.press("^U")
    terminal.wait_until(lambda: "21" not in terminal.before_cursor, "an empty field")
    terminal.type("13,5")
    terminal.press("⏎", until="· 1/5")
    act.write(terminal, FIRST)
    terminal.press("Tab", until="· 2/5")
    terminal.press("^Y", until="· 3/5")
    act.write(terminal, THIRD)
    terminal.press("Tab", until="· 4/5")
    act.write(terminal, FOURTH)
    terminal.press("Tab", until="· 5/5")
    act.write(terminal, APPRAISAL)
    terminal.press("^N", until="Tout est là")
    terminal.press("^N", until="Fiche verrouillée et scellée (version 1)")
    terminal.wait_until(lambda: ".pdf" in terminal.screen.replace("\n", ""), "the verso's path")
    terminal.press("^N", until="■ verrouillé")


def test_the_program_ends_well(oral: Oral) -> None:
    assert oral.code == 0


def test_the_séance_is_as_it_was_typed(oral: Oral) -> None:
    sitting = sitting_in(oral.folder)
    assert sitting.centre == act.CENTRE
    first, second = sitting.commission.members
    assert first.described == f"Mme {act.TEACHER}, professeure d’économie-gestion"
    assert (second.title, second.name) == ("M.", act.PROFESSIONAL)
    assert (second.function, second.company) == (act.FUNCTION, act.COMPANY)
    assert oral.passage.identification.commission == sitting.commission
    who = oral.passage.identification.candidate
    assert (who.number, who.surname, who.given_name) == (act.NUMBER, act.NAME, act.GIVEN_NAME)


def test_the_record_folds_to_all_that_was_entered(oral: Oral) -> None:
    passage = oral.passage
    assert passage.progress is Progress.LOCKED
    assert passage.candidate_left
    assert all(passage.timing(part).status is PartStatus.ENDED for part in PartId)
    assert dict(passage.levels) == LEVELS
    assert passage.note == 27
    assert passage.global_profile is None
    assert {name: (c.text, c.nothing) for name, c in passage.comments.items()} == {
        "traiter": (FIRST, False),
        "contribuer": ("", True),
        "evaluer": (THIRD, False),
        "communiquer": (FOURTH, False),
        "appraisal": (APPRAISAL, False),
    }


def test_each_observation_has_its_temps_criterion_and_mark(oral: Oral) -> None:
    presentation, interview = PartId.PRESENTATION, PartId.INTERVIEW
    assert [(r.part, r.criterion, r.mark, r.text) for r in oral.passage.remarks] == [
        (presentation, "c1", Mark.PLUS, act.OBSERVATIONS[0][2:]),
        (presentation, "c2", Mark.MINUS, act.OBSERVATIONS[1][2:]),
        (interview, "c2", Mark.QUESTION, act.QUESTION[2:]),
        (interview, "c2", Mark.NEUTRAL, act.PLAIN),
    ]


def test_the_seal_is_that_of_the_version_on_the_disk(
    oral: Oral, capsys: pytest.CaptureFixture[str]
) -> None:
    (version,) = oral.passage.versions
    (sealed,) = sealed_in(oral.folder, act.NUMBER)
    assert hashlib.sha256(sealed.read_bytes()).hexdigest() == version.seal
    content = sealed_content(sealed)
    assert content["note"] == 27
    assert content["levels"] == LEVELS
    assert "Quartz" not in sealed.read_text(encoding="utf-8")
    assert main(["verifier", str(oral.folder)]) == 0
    assert "intacts" in capsys.readouterr().out


def test_the_verso_says_all_that_it_must_in_the_forms_order(oral: Oral) -> None:
    grid = oral.passage.rubric
    text, place = words(oral.verso.read_bytes()), 0
    year, month, day = oral.passage.identification.date.split("-")
    labels = grid.identification
    expected = [
        grid.verso.exam,
        grid.verso.subtest,
        f"{labels.session} : {oral.passage.identification.session}",
        f"{labels.centre} : {act.CENTRE}",
        f"{labels.date} : {day}/{month}/{year}",
        f"{labels.name} : {act.NAME} {act.GIVEN_NAME}",
        f"{labels.number} : {act.NUMBER}",
        grid.verso.comments_title,
        *(grid.comments[0].heading, FIRST),
        *(grid.comments[1].heading, "Rien à signaler."),
        *(grid.comments[2].heading, THIRD),
        *(grid.comments[3].heading, FOURTH),
        grid.verso.appraisal_title,
        *APPRAISAL.split("\n"),
        grid.verso.members_title,
        *(member.described for member in oral.passage.identification.commission.members),
        "13,5",
        "/ 20",
        "sous réserve de la délibération du jury",
    ]
    for part in map(_plain, expected):
        found = _plain(text).find(part, place)
        assert found >= 0, f"{part!r} does not follow {_plain(text)[:place][-60:]!r}"
        place = found + len(part)


def _plain(text: str) -> str:
    """Return a text without blanks, apostrophes as they are printed: where lines break is free."""
    return "".join(flat(text).split()).replace("'", "’")


def test_nothing_of_the_recto_is_in_the_verso(oral: Oral) -> None:
    data = oral.verso.read_bytes()
    shown = _plain(words(data)).casefold()
    whole = _plain(unpacked(data).decode("latin-1")).casefold()
    for secret in _recto():
        assert _plain(secret).casefold() not in shown, secret
        assert _plain(secret).casefold() not in whole, secret
        assert secret.casefold() not in oral.verso.name.casefold()
    assert not opened(data).attachments


def _recto() -> list[str]:
    """Every text of the grid, and what the commission noted for itself."""
    grid = rubric.load()
    criteria = [text for c in grid.criteria for text in (c.title, c.indicators) if text]
    descriptors = [
        grid.descriptor(c.id, level.number) for c in grid.criteria for level in grid.levels
    ]
    remarks = [text.lstrip("+-? ") for text in (*act.OBSERVATIONS, act.QUESTION, act.PLAIN)]
    names = [level.name for level in grid.levels]
    return [*criteria, *descriptors, *names, *remarks, "profil global", "degré de maîtrise"]


def test_only_the_commission_reads_what_is_there(oral: Oral) -> None:
    for path in [oral.folder, *oral.folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path

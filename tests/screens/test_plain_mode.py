"""The plain mode on the terminal itself: words alone, no colour, no box, and a cursor that stays put."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from e33tui.domain.commands import PlaceProfile, RecordIncident
from e33tui.domain.incident import IncidentKind
from e33tui.look import Look
from tests.screens.seen import Reader, at_terminal
from tests.screens.support import STAGES, go_to_stage, sitting
from tests.support.domain import FakeClock

PLAIN = Look(plain=True)
SIGNS = frozenset("°^+=$%<>_~")
"""What is no letter, digit or punctuation mark, and yet read out or printed like a word."""
NOT_READ = frozenset("•·‖†‡")
"""Punctuation marks that stand for something else here, or that a voice passes over."""
SGR = re.compile(rb"\x1b\[([0-9;]*)m")
ALLOWED = frozenset((b"", b"0", b"1", b"22", b"7", b"27"))
"""Plain, bold, and the reverse video of a text that is selected."""
DAY = {
    "home": "",
    "candidate": "a",
    "setup": "s",
    "import": "i",
    "closing": "c",
    "harmonisation": "h",
    "papers": "p",
}
FOCUS = {
    "home": "LEFÈVRE Zoé, 0123456, attendu",
    "candidate": "",
    "setup": "",
    "import": "",
    "closing": "0123456  LEFÈVRE Zoé",
    "harmonisation": "0123456  LEFÈVRE Zoé",
    "papers": "Liste d’émargement",
    "identification": "attendu, Ctrl+N : identité vérifiée",
    "gate": "1  Présentation numérique ouverte",
    "presentation": "",
    "candidate_out": "Le candidat est-il sorti ?",
    "profile": "2 Sollicitations : sans degré",
    "appraisal": "",
    "lock": "Baccalauréat professionnel",
    "verso": "Baccalauréat professionnel",
}
"""Every screen with what stands under the cursor at first; nothing: the end of what is typed."""


def readable(character: str) -> bool:
    """Tell whether a voice or a braille line has something for a character."""
    kind = unicodedata.category(character)
    return kind == "Zs" or character in SIGNS or (kind[0] in "LNPM" and character not in NOT_READ)


def check_words(juror: Reader) -> None:
    """Nothing on the screen but words, nothing sent but plain and bold; the cursor is to be felt."""
    for row in juror.terminal.emulator.lines:
        odd = {character for character in row if not readable(character)}
        assert not odd, (odd, row)
    codes = {code for found in SGR.findall(juror.terminal.sent) for code in found.split(b";")}
    assert codes <= ALLOWED
    assert juror.cursor


@pytest.mark.parametrize("stage", FOCUS)
async def test_every_screen_is_words_alone_with_the_cursor_on_the_focus(
    tmp_path: Path, stage: str
) -> None:
    """At the insertion point, or at the beginning of the line that is chosen."""
    with sitting(tmp_path, state=STAGES[stage][0] if stage in STAGES else "") as service:
        async with at_terminal(service, look=PLAIN) as juror:
            if stage in STAGES:
                await go_to_stage(juror, stage)
            else:
                await juror.press(*DAY[stage])
            await juror.look()
            check_words(juror)
            begins, found = FOCUS[stage], juror.under_cursor().strip()
            assert found.startswith(begins) if begins else not found


async def test_the_proces_verbal_is_words_alone(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_terminal(service, look=PLAIN) as juror:
            await go_to_stage(juror, "interview")
            juror.desk.do(RecordIncident("Un téléphone", IncidentKind.FRAUD))
            await press_and_wait(juror, "ctrl+d p")
            await juror.until(lambda: juror.where == "fraud", "the procès-verbal")
            await juror.look()
            check_words(juror)
            assert "Contreseing du candidat : pas encore demandé" in juror.text()
            assert juror.under_cursor() == ""


async def test_a_text_that_is_only_read_has_the_cursor_too(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_terminal(service, look=PLAIN) as juror:
            await go_to_stage(juror, "appraisal")
            await press_and_wait(juror, "home")
            assert juror.under_cursor() == "Commentaire : traiter."


async def test_the_list_says_how_far_down_it_one_is(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_terminal(service, look=PLAIN) as juror:
            await press_and_wait(juror, "down")
            assert juror.under_cursor() == "N’GUYEN-BAÏLE Maëlys, 0123457, attendu"
            assert "2 sur 3 : N’GUYEN-BAÏLE Maëlys, attendu" in juror.text()
            assert "Entrée ouvrir, A ajouter, M modifier, S séance, " in juror.text()


async def test_questions_commands_the_blank_and_a_small_terminal(tmp_path: Path) -> None:
    """Each alone on the screen, with the cursor on the answer, the command or the sentence."""
    with sitting(tmp_path, state="interview_running") as service:
        async with at_terminal(service, look=PLAIN) as juror:
            await go_to_stage(juror, "interview")
            for keys, under, back in (
                ("ctrl+u down", "+  ajouter 30 s", "escape"),
                ("ctrl+d t a", "", "escape"),
                ("ctrl+c", "n  Non", "escape"),
                ("ctrl+p down", "Aide", "escape"),
                ("ctrl+o", "Ctrl+O", "ctrl+o"),
                ("ctrl+g", "Entrée", "ctrl+g"),
            ):
                await press_and_wait(juror, keys)
                assert juror.under_cursor().strip().startswith(under), keys
                assert under or juror.under_cursor() == ""
                check_words(juror)
                await juror.press(back)
            await juror.resize(50, 15)
            assert juror.under_cursor().strip().startswith("E33  Terminal trop petit")
            check_words(juror)


async def press_and_wait(juror: Reader, keys: str) -> None:
    for key in keys.split():
        await juror.press(key)
        if key == "ctrl+p":
            await juror.until(lambda: "Aide" in juror.text(), "the commands")
    await juror.look()


async def test_the_cursor_follows_what_is_chosen(tmp_path: Path) -> None:
    """In the list of criteria, on the line that names one where there is no list, in a form."""
    with sitting(tmp_path, state="interview_running") as service:
        async with at_terminal(service, look=PLAIN) as juror:
            await go_to_stage(juror, "interview")
            await juror.type("bon")
            await juror.look()
            row, column = juror.cursor
            assert juror.terminal.emulator.lines[row][:column].endswith(": bon")
            await press_and_wait(juror, "backspace backspace backspace tab down down")
            assert juror.under_cursor() == "3 Action proposée : sans degré, 1 observation"
            await juror.resize(60, 20)
            assert juror.under_cursor() == "3 Action proposée : sans degré. Degré 1 à 4 :"
            await juror.resize(60, 40)
            assert juror.under_cursor() == "3 Action proposée : sans degré, 1 observation"
            await press_and_wait(juror, "2")
            assert juror.under_cursor().startswith("4 Choix des outils : sans degré")
            await press_and_wait(juror, "ctrl+f s tab tab tab")
            assert juror.under_cursor() == "Mme (au choix)"
            await press_and_wait(juror, "space")
            assert juror.under_cursor() == "M. (au choix)"


async def test_the_profile_says_what_a_digit_goes_to(tmp_path: Path) -> None:
    """To the note, to a cross, to the profil global; and all three can be seen to be there."""
    with sitting(tmp_path, state="profile_partly") as service:
        async with at_terminal(service, (60, 20), look=PLAIN) as juror:
            await go_to_stage(juror, "profile")
            await press_and_wait(juror, "down")
            assert "Profil, grille, 1 Novice, " in juror.text()
            juror.desk.do(PlaceProfile(None))
            await press_and_wait(juror, "tab")
            assert "Profil, note" in juror.text()
            assert "Note à taper : sur 20 Profil global (Haut) : aucun" in juror.text()
            await press_and_wait(juror, "up")
            assert "Profil, profil global" in juror.text()
            assert juror.under_cursor() == "Profil global, 1 à 4 : aucun"
            await juror.resize(80, 24)
            assert juror.under_cursor() == "Profil global : aucun"


async def test_a_clock_hardly_moves_the_cursor(tmp_path: Path) -> None:
    """A minute in which nobody types: one change in mid-oral, six of them in the last minute."""
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_terminal(service, look=PLAIN) as juror:
            await go_to_stage(juror, "interview")
            juror.app.notice("Une phrase que l’on a le temps de lire.")
            await juror.look()
            assert await a_minute(juror, clock) == 1
            assert "Une phrase" in juror.text()
            await pass_seconds(juror, clock, 22 * 60 + 50)
            assert "reste 1 min sur 25 min" in juror.text()
            assert await a_minute(juror, clock) == 6


async def a_minute(juror: Reader, clock: FakeClock) -> int:
    """Let a minute pass; return how often anything was sent, a few dozen bytes each time."""
    sent = [await pass_seconds(juror, clock, 5) for _ in range(12)]
    assert max(map(len, sent)) < 80
    return sum(map(bool, sent))


async def pass_seconds(juror: Reader, clock: FakeClock, seconds: int) -> bytes:
    clock.advance(seconds)
    screen = juror.app.place()
    assert screen is not None
    screen.tick()
    return await juror.look()

"""Whatever is typed or pasted: kept word for word, or refused with a sentence and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from e33tui.domain.commands import AddRemark, RecordIncident, WriteText
from e33tui.domain.errors import RuleError
from e33tui.domain.identity import Candidate
from e33tui.domain.passage import Step
from e33tui.domain.sitting_commands import AddCandidate
from e33tui.domain.text import REPLACEMENT, visible
from tests.screens.support import FIRST, SIZES, Juror, at_work, refolded, sitting
from tests.support.domain import FakeClock

SAFE = (
    "[/",
    "[/b]",
    "]",
    "[@click=app.quit]x[/]",
    '<img src="file:///etc/passwd">',
    "ção 🎓👩🏽\u200d🏫",
    "e\u0301a\u0308\u0323",
    "مرحبا بكم",
    "{0} %s $x \\n & '",
)
TYPED = tuple(text for text in SAFE if "\u200d" not in text)
"""The framework's entries take no joiner as a key; a paste brings it."""
UNSAFE = (
    "a\x1b[31mrouge",
    "a\x1b]52;c;Zm9v\x07b",
    "a\x00b",
    "a\ud800b",
    "a\u202eb",
    "a\x9b2Jb",
)
LONG = "é" * 5_000
MEGABYTE = "x" * 1_000_000
LINES = "une ligne\n" * 100_000
BEFORE = "avant "
ALSO = pytest.mark.campaign


def typed(juror: Juror) -> str:
    """What stands in the field that has the focus, as a juror would read it there."""
    field = juror.app.screen.focused
    if isinstance(field, TextArea):
        return field.text
    assert isinstance(field, Input)
    return field.value


async def to_surname(juror: Juror) -> None:
    await juror.press("a")


async def to_identification(juror: Juror) -> None:
    await juror.open()
    await juror.press("tab")
    await juror.press("ctrl+u")


async def to_centre(juror: Juror) -> None:
    await juror.press("s", "tab")
    await juror.press("ctrl+u")


async def to_remark(juror: Juror) -> None:
    await juror.open()


async def to_incident(juror: Juror) -> None:
    await juror.open()
    await juror.press("ctrl+d", "a")


async def to_reason(juror: Juror) -> None:
    await juror.open()
    await juror.until(lambda: "Verso :" in juror.text())
    await juror.press("ctrl+y")


async def to_text(juror: Juror) -> None:
    await juror.open()
    await juror.press("ctrl+r", "tab", "tab", "tab", "tab")
    await juror.press("ctrl+end", *["backspace"] * 60)


FIELDS: dict[str, tuple[str, Callable[[Juror], object]]] = {
    "surname": ("", to_surname),
    "identification": ("expected", to_identification),
    "centre": ("", to_centre),
    "remark": ("interview_running", to_remark),
    "incident": ("interview_running", to_incident),
    "reason": ("locked_complete", to_reason),
    "text": ("complete", to_text),
}


@pytest.mark.parametrize(
    "field",
    # A field of each kind; ``make campaign`` does every one.
    [
        name if name in ("centre", "incident", "text") else pytest.param(name, marks=ALSO)
        for name in FIELDS
    ],
)
async def test_hostile_text_pasted_into_every_field(tmp_path: Path, field: str) -> None:
    """What can be shown stands there to the letter; the rest changes nothing and is explained."""
    state, way = FIELDS[field]
    with sitting(tmp_path, state=state) as service:
        async with at_work(service) as juror:
            await way(juror)  # type: ignore[misc]
            await juror.press("ctrl+end")
            start = typed(juror)
            await juror.type(BEFORE)
            for text in SAFE:
                await juror.paste(text)
            kept = start + BEFORE + "".join(SAFE)
            assert typed(juror) == kept
            for text in (*UNSAFE, LONG, MEGABYTE, LINES):
                await juror.paste(text)
                assert typed(juror) == kept
                assert "! " in juror.text()
                assert text[1:20] not in juror.text()


async def test_a_paste_stands_where_the_cursor_is_with_its_blanks(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("ab")
            await juror.press("left")
            await juror.paste(" et \n")
            assert typed(juror) == "a et b"
            await juror.press("shift+home")
            await juror.paste("c")
            assert typed(juror) == "cb"


async def test_what_a_key_types_is_kept_to_the_letter(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            for text in TYPED:
                await juror.type(text)
                await juror.press("enter")
            shown = [remark.text for remark in juror.state.remarks[2:]]
            assert shown == list(TYPED)
            await juror.app.finish()
        assert [remark.text for remark in refolded(service, FIRST).remarks[2:]] == list(TYPED)


async def test_hostile_names_and_texts_on_every_screen(tmp_path: Path) -> None:
    """In the list, in titles, in questions, in notices and in the verso as text."""
    clock = FakeClock()
    name = "".join(SAFE)[:110]
    with sitting(tmp_path, clock=clock) as service:
        passage = "d" * 16
        service.change(AddCandidate(passage, Candidate("[/b]", name, "[/")))
        async with at_work(service) as juror:
            await juror.press("end", "delete")
            assert "[/b]" in juror.text()
            await juror.press("n", "m", "ctrl+r")
            await juror.open(passage)
            await juror.press("ctrl+n", "enter", "ctrl+n")
            for text in SAFE:
                juror.desk.do(AddRemark(text, criterion="c1"))
            juror.desk.do(RecordIncident("[/b]"))
            for step in (Step.PRESENTATION, Step.PROFILE, Step.APPRAISAL, Step.LOCK):
                juror.app.ways.go_to(step)
                await juror.until(lambda step=step: juror.at(step))  # type: ignore[misc]
                assert juror.lines()[0].startswith(f" E33  {SAFE[0]}")
                await juror.press("ctrl+g", "escape")
            for size in SIZES:
                await juror.resize(*size)
                assert juror.lines()[0].startswith(f" E33  {SAFE[0]}")
            for text_id in ("traiter", "appraisal"):
                juror.desk.do(WriteText(text_id, "\n".join(SAFE)))
            juror.app.notice("[/b] [/ ] \x1b[2J", warning=True)
            await juror.pause()
            assert f"[/b] [/ ] {REPLACEMENT}[2J" in juror.text()
            assert "\x1b" not in juror.text()


async def test_hostile_text_in_the_command_palette(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type(BEFORE)
            for text in (SAFE[0], SAFE[1], SAFE[3], UNSAFE[0], MEGABYTE):
                await juror.press("ctrl+p")
                await juror.paste(text)
                assert len(typed(juror)) < 100, "each name would be searched for a megabyte"
                assert visible(typed(juror)) == typed(juror)
                await juror.press("escape")
            assert typed(juror) == BEFORE


NO_NOTES = ("21", "-1", "13,25", "douze", "²", "1e1", "9" * 8)


async def test_a_note_that_is_none_is_refused_where_it_stands(tmp_path: Path) -> None:
    with sitting(tmp_path, state="complete") as service:
        async with at_work(service) as juror:
            await juror.open()
            before = juror.state.note
            await juror.press("ctrl+r", "ctrl+r", "tab")
            for note in NO_NOTES:
                await juror.press(*["backspace"] * 8)
                await juror.type(note)
                for key in ("enter", "ctrl+n"):
                    await juror.press(key)
                    assert juror.at(Step.PROFILE)
                    assert juror.state.note == before
                    assert typed(juror) == note
                    assert "! Note : " in juror.text()
            await juror.press("ctrl+r", "ctrl+n")
            await juror.until(lambda: juror.at(Step.PROFILE))
            assert NO_NOTES[-1] in juror.lines()[-3]


async def test_a_note_is_taken_as_people_write_it(tmp_path: Path) -> None:
    written = {"0": 0, "20": 40, "13,5": 27, "13.5": 27, " 7 ": 14}
    with sitting(tmp_path, state="complete") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+r", "ctrl+r", "tab")
            for note, steps in written.items():
                await juror.press(*["backspace"] * 8)
                await juror.type(note)
                await juror.press("tab", "tab")
                assert juror.state.note == steps
            await juror.press("enter")
            assert not juror.at(Step.PROFILE)


async def add(juror: Juror, surname: str, number: str) -> None:
    await juror.press("a")
    await juror.paste(surname[:-1])
    await juror.type(surname[-1:])
    await juror.press("tab", "tab")
    await juror.type(number)
    await juror.press("ctrl+n")


NOBODY = (
    ("", "7", "! Nom : ce champ est vide. Complétez-le."),
    ("   ", "7", "! Nom : ce champ est vide. Complétez-le."),
    ("DUPONT", "", "! Numéro : ce champ est vide. Complétez-le."),
    ("DUPONT", "0123457", "! Numéro : 0123457 est déjà celui de N’GUYEN-BAÏLE Maëlys."),
    ("D" * 121, "7", "! Nom : 121 caractères, 120 au plus."),
    ("DUPONT", "7" * 21, "! Numéro : 21 caractères, 20 au plus."),
)


async def test_a_candidate_that_cannot_be_taken(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            for surname, number, sentence in NOBODY:
                await add(juror, surname, number)
                await juror.until(lambda said=sentence: said in juror.text(), sentence)  # type: ignore[misc]
                assert juror.where == "candidate"
                assert len(service.sitting.roster) == 3
                fields = list(juror.app.screen.query(Input))
                assert [field.value for field in fields] == [surname, "", number, "", "", ""]
                wrong = number if "Numéro" in sentence else surname
                assert typed(juror) == wrong
                for field in fields:
                    field.value = ""
                await juror.press("ctrl+r")
                await juror.at_home()


async def test_a_name_of_ten_thousand_characters_is_refused_and_the_rest_stays(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("a")
            await juror.type("DUPONT")
            await juror.paste("N" * 10_000)
            assert "! Nom : 10000 caractères, 120 au plus." in juror.text()
            assert typed(juror) == "DUPONT"


async def test_a_number_taken_by_another_is_refused_in_the_identification(tmp_path: Path) -> None:
    with sitting(tmp_path, state="expected") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("tab", "tab", "tab", *["backspace"] * 7)
            await juror.type("0123458")
            for key in ("ctrl+n", "tab", "ctrl+e"):
                await juror.press(key)
                assert juror.at(Step.IDENTIFICATION)
                assert "est déjà celui de ÖZDEMIR Émile" in juror.text()
            assert typed(juror) == "0123458"
            for key in ("ctrl+r", "ctrl+f"):
                await juror.press(key)
                await juror.at_home()
                assert "Correction gardée, pas encore enregistrée." in juror.text()
                assert "est déjà celui de ÖZDEMIR Émile" in juror.text()
                await juror.open()
                assert juror.app.screen.query_one("#number", Input).value == "0123458"
            assert juror.state.identification.candidate.number == "0123456"


async def test_too_long_an_observation_is_refused_and_stays_to_be_shortened(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.paste("a" * 400)
            await juror.paste("b" * 200)
            await juror.press("enter")
            assert "600 caractères, 500 au plus" in juror.text()
            assert len(typed(juror)) == 600
            await juror.press(*["backspace"] * 100, "enter")
            assert juror.state.remarks[-1].text == "a" * 400 + "b" * 100


async def test_a_refusal_of_the_rules_is_a_sentence_on_the_screen(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            juror.app.place().refuse(RuleError("R4", "Une règle [/b] s’y oppose."))  # type: ignore[union-attr]
            await juror.pause()
            assert "! Une règle [/b] s’y oppose." in juror.text()


async def test_a_candidate_added_and_removed_is_told_and_stays_told(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await add(juror, "DUPONT", "7")
            await juror.at_home()
            assert "Candidat enregistré." in juror.text()
            assert service.sitting.roster[-1].candidate == Candidate("7", "DUPONT")
            await juror.press("end", "delete", "o")
            await juror.until(lambda: "DUPONT n’est plus sur la liste." in juror.text())
            await juror.press("up")
            assert "DUPONT n’est plus sur la liste." in juror.text()
            assert len(service.sitting.roster) == 3


async def test_the_tab_after_a_copied_cell_is_no_part_of_the_line(tmp_path: Path) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.paste("\tcarte de fidélité\t\r\n")
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "carte de fidélité"

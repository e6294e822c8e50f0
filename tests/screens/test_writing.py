"""From the candidate's leaving to the lock: the profile's picture, the texts, the way onward."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from e33tui.documents import Content, Rendered
from e33tui.domain.commands import PlaceLevel
from e33tui.domain.note import NoteBand
from e33tui.domain.passage import Ending, Progress, Step
from e33tui.domain.sitting_commands import SetBands
from e33tui.domain.walk import steps
from e33tui.hints import Hints
from e33tui.keymap import fill
from e33tui.screens.notices import NOTICE_SECONDS
from tests.screens.support import (
    FIRST,
    SECOND,
    SIZES,
    STAGES,
    THIRD,
    Juror,
    at_work,
    go_to_stage,
    paper,
    refolded,
    sitting,
)

LEVELS = (3, 3, 4, 2, 3, 3, 1, 3, 2, 3)


def cross(juror: Juror) -> None:
    """Place a level on each criterion."""
    for criterion, level in zip(juror.state.rubric.criteria, LEVELS, strict=True):
        juror.desk.do(PlaceLevel(criterion.id, level))


def hint_of(juror: Juror) -> str:
    """What the present screen tells somebody who is new to it."""
    screen = juror.app.place()
    assert screen is not None
    return fill(screen.HINT)


@pytest.mark.parametrize("size", SIZES)
async def test_the_picture_shows_where_the_crosses_stand_when_the_note_is_chosen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service, size) as juror:
            await juror.open()
            await juror.press(*map(str, LEVELS))
            assert "Note ▸" in juror.text()
            rows = {row.split("│")[-1].strip() for row in juror.lines()}
            shown = {" ".join(row.split()) for row in rows}
            assert "3 Averti 1 2 5 6 8 10" in shown
            assert "4 Expert 3" in shown
            assert "Contribuer · 4 5 6 ·" in shown
            # No sum, no mean, no suggestion: the numbers shown are criteria and levels.
            below = " ".join(juror.lines()[1:])
            assert "27" not in below
            assert "2,7" not in below
            await juror.press("up", "3")
            assert juror.state.global_profile is None or juror.state.levels["c10"] == 3


async def test_the_profil_global_is_optional_and_a_note_outside_its_plage_is_told_once(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        service.change(SetBands((NoteBand(3, 24, 30),)))
        async with at_work(service) as juror:
            await juror.open()
            await juror.press(*map(str, LEVELS))
            await juror.type("9")
            await juror.press("tab")
            assert juror.state.note == 18
            assert "hors de la plage" not in juror.text()
            await juror.press("down", "3")
            assert juror.state.global_profile == 3
            assert juror.text().count("hors de la plage") == 1
            assert juror.app.screen.notice_height == 1  # type: ignore[attr-defined]
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.at(Step.APPRAISAL), "the texts: nothing is refused")


async def test_a_note_typed_without_shift_is_read_and_shown_before_it_is_taken(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("tab")
            await juror.type("&é,(")
            await juror.press("enter")
            assert "Sans Maj, &é,( se lit 12,5 : ⏎ prend la note." in juror.text()
            assert "Note ▸ 12,5" in juror.text()
            assert juror.state.note is None
            await juror.press("enter")
            assert juror.state.note == 25


async def test_the_first_level_of_the_grid_cannot_be_left_upwards(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("up", "up", "2")
            assert dict(juror.state.levels) == {"c1": 2}


async def test_an_undo_shows_what_it_takes_back(tmp_path: Path) -> None:
    """From the texts to the grid, and from the grid to the question whether the candidate left."""
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("1", "2", "ctrl+n")
            await juror.until(lambda: juror.at(Step.APPRAISAL))
            await juror.press("ctrl+z")
            await juror.until(lambda: juror.at(Step.PROFILE), "the grid")
            assert "Annulé : croix du critère 2." in juror.text()
            assert "▸ 2 " in juror.text()
            await juror.press("down", "down", "ctrl+z")
            assert "Annulé : croix du critère 1." in juror.text()
            assert "▸ 1 " in juror.text()
            await juror.press("ctrl+z")
            await juror.until(lambda: juror.at(Step.CANDIDATE_OUT), "the neutral screen")
            assert "sortie du candidat" in juror.text()


@pytest.mark.parametrize(
    "stage",
    [
        *(pytest.param(each, marks=pytest.mark.campaign) for each in ("profile", "lock")),
        *("candidate_out", "appraisal"),
    ],
)
async def test_one_key_leaves_the_fiche_to_be_written_and_opens_the_next(
    tmp_path: Path, stage: str
) -> None:
    with sitting(tmp_path, state=STAGES[stage][0]) as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, stage)
            typed = ""
            if stage == "appraisal":
                typed = "texte en cours"
                await juror.press("end")
                await juror.type(typed)
            await juror.press("ctrl+e")
            await juror.until(lambda: juror.desk.id == SECOND, "the next")
            await juror.until(lambda: juror.at(Step.IDENTIFICATION), "the next")
            await juror.press("ctrl+f")
            await juror.at_home()
            assert "à rédiger : 1" in juror.text()
        left = refolded(service, FIRST)
        assert left.progress is Progress.TO_WRITE
        assert any(typed in comment.text for comment in left.comments.values()) or not typed


async def test_each_text_stands_beside_the_observations_of_its_competence(tmp_path: Path) -> None:
    with sitting(tmp_path, state="complete") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "appraisal")
            for size in SIZES:
                await juror.resize(*size)
                assert "Appréciation · " in juror.lines()[1]
                assert "3 Action proposée" in juror.text()
            about = juror.state.remarks[0].text
            assert "[1✓]" in juror.lines()[1]
            assert about in juror.text()
            await juror.press("shift+tab")
            assert "[5✓]" in juror.lines()[1]
            assert about in juror.text()
            await juror.press("tab", "tab")
            assert "[2✓]" in juror.lines()[1]
            assert about not in juror.text()
            assert "^Y" not in juror.lines()[-1]
            await juror.press("shift+home", "backspace")
            assert "^Y rien à signaler" in juror.lines()[-1]


async def at_the_first_text(juror: Juror) -> str:
    """Go on to the texts by the key that goes on; return the id of the first."""
    await juror.open()
    await juror.press("ctrl+n")
    await juror.until(lambda: juror.at(Step.APPRAISAL))
    return juror.state.rubric.texts[0].id


async def test_nothing_to_report_is_declared_and_taken_back_by_the_same_key(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            first = await at_the_first_text(juror)
            await juror.press("ctrl+y")
            assert juror.state.comment(first).nothing
            await juror.press("shift+tab", "ctrl+y")
            assert not juror.state.comment(first).given


async def test_what_cannot_be_seen_is_no_text(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            first = await at_the_first_text(juror)
            await juror.type("\u2800 ")
            assert "Texte vide" in juror.text()
            await juror.press("ctrl+y")
            assert juror.state.comment(first).nothing


@pytest.mark.parametrize(
    "ending", [Ending.INTERRUPTED, pytest.param(Ending.EXCLUDED, marks=pytest.mark.campaign)]
)
async def test_an_ending_without_a_note_asks_for_none(tmp_path: Path, ending: Ending) -> None:
    state = "interrupted" if ending is Ending.INTERRUPTED else "excluded"
    with sitting(tmp_path, state=state) as service:
        async with at_work(service, (60, 20)) as juror:
            await juror.open()
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.at(Step.PROFILE), "the grid")
            assert "Pas de note" in juror.text()
            await juror.press("tab", "1", "ctrl+n")
            assert juror.state.levels == {"c1": 1}
            await juror.until(lambda: juror.at(Step.APPRAISAL), "the texts")
            await juror.press("ctrl+n", "ctrl+n")
            await juror.until(lambda: juror.state.locked, "the lock")


async def test_a_notice_goes_by_itself_and_a_warning_stays(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            place = juror.app.place()
            assert place is not None
            for warning in (False, True):
                juror.app.notice("Une phrase.", warning=warning)
                for _ in range(NOTICE_SECONDS + 1):
                    place.tick()
                await juror.pause()
                assert ("Une phrase." in juror.text()) == warning


async def test_a_first_time_hint_goes_away_for_good(tmp_path: Path) -> None:
    kept = tmp_path / "state"
    with sitting(tmp_path / "seance", state="arrived") as service:
        for first in (True, False):
            async with at_work(service, hints=Hints(kept)) as juror:
                hint = hint_of(juror)
                assert hint
                assert (hint in juror.text()) == first
                # Where it is done already, it is not spent.
                await juror.open(FIRST)
                await juror.press("ctrl+r")
                assert juror.at(Step.IDENTIFICATION)
                assert hint_of(juror) not in juror.text()
                await juror.press("ctrl+f")
                await juror.at_home()
                await juror.open(THIRD)
                hint = hint_of(juror)
                assert (hint in juror.text()) == first
                await juror.press("ctrl+f")
                await juror.at_home()
                assert hint_of(juror) not in juror.text()


@pytest.mark.parametrize(
    "state",
    [
        "locked_complete",
        pytest.param("locked_not_examined", marks=pytest.mark.campaign),
        pytest.param("locked_interrupted", marks=pytest.mark.campaign),
    ],
)
async def test_a_locked_passage_can_be_looked_at_and_not_changed(
    tmp_path: Path, state: str
) -> None:
    with sitting(tmp_path, state=state) as service:
        before = refolded(service, FIRST)
        async with at_work(service, (120, 40)) as juror:
            await juror.open()
            await juror.until(lambda: juror.at(Step.VERSO), "the verso")
            seen: list[Step] = []
            while not juror.at(Step.IDENTIFICATION):
                await juror.press("ctrl+r")
                assert juror.step is not None
                seen.append(juror.step)
                assert "verrouillé" in juror.lines()[1]
                assert "^Z" not in juror.lines()[-1]
                await juror.press("3", "ctrl+t", "ctrl+d", "ctrl+y", "ctrl+k", "ctrl+x", "ctrl+e")
                await juror.type("x")
                await juror.press("enter")
                assert not juror.asked
                assert juror.step is seen[-1] or juror.step in steps(before)
                juror.app.ways.go_to(seen[-1])
                await juror.until(lambda: juror.at(seen[-1]), "the same screen")
            assert juror.state == before
            heard = {Step.PROFILE, Step.INTERVIEW, Step.APPRAISAL}
            assert heard <= set(seen) or state == "locked_not_examined"
        assert refolded(service, FIRST) == before


async def test_leaving_while_the_verso_is_made_is_asked_about(tmp_path: Path) -> None:
    go_on = Event()

    def slowly(verso: Content) -> Rendered:
        assert go_on.wait(10)
        return paper(verso)

    with sitting(tmp_path, state="locked_complete", renderer=slowly) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.until(lambda: "en préparation" in juror.text(), "the verso begun")
            await juror.press("ctrl+c")
            await juror.until(lambda: juror.asked, "the question")
            await juror.press("n")
            go_on.set()
            await juror.until(lambda: "Verso : " in juror.text(), "the verso made")


async def test_a_small_screen_keeps_the_descriptors_beside_an_observation(tmp_path: Path) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service, (60, 20)) as juror:
            await juror.open()
            await juror.type("sources datées")
            await juror.press("enter")
            assert "sources datées" in juror.text()
            assert "utiles dans le cadre de la FDRC" in juror.text()


async def test_the_palette_closes_by_the_key_that_goes_back(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("ctrl+p")
            await juror.until(lambda: "Aide (^G)" in juror.text(), "the commands")
            await juror.press("ctrl+r")
            assert "Aide (^G)" not in juror.text()
            assert juror.where == "home"

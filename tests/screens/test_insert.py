"""Observations and phrases put into a text: found by a few letters, read, then inserted."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from threading import Event

import pytest

from e33tui.actions import ACTIONS, WALK, Place
from e33tui.aids import PHRASES
from e33tui.domain.commands import AddRemark, PlaceLevel
from e33tui.domain.folding import folded
from e33tui.domain.insertion import Offered
from e33tui.domain.passage import Step
from e33tui.domain.phrases import Phrase
from e33tui.domain.remark import Mark
from e33tui.domain.text import TEXT_LIMIT
from e33tui.screens.appraisal import AppraisalScreen
from e33tui.screens.insert import MOST
from tests.screens.support import EACH_SIZE, FIRST, SIZES, Juror, at_work, check_frame, sitting
from tests.screens.touching import at_tablet

FIRST_SAID = "sources datées et citées"
SECOND_SAID = "panier moyen expliqué"


def written(juror: Juror) -> str:
    """What stands in the editor."""
    screen = juror.app.place()
    assert isinstance(screen, AppraisalScreen)
    return screen.editor.text


async def at_the_texts(juror: Juror) -> None:
    """Two observations on the first competence, and its text open and empty."""
    await juror.open()
    juror.desk.do(AddRemark(FIRST_SAID, Mark.PLUS, "c1"))
    juror.desk.do(AddRemark(SECOND_SAID, Mark.MINUS, "c2"))
    juror.desk.do(AddRemark("voix posée", Mark.PLUS, "c10"))
    await juror.go_to(Step.APPRAISAL)
    assert written(juror) == ""


async def offered(juror: Juror) -> None:
    """Ask for what can be inserted."""
    await juror.press("ctrl+k")
    await juror.until(lambda: juror.asked, "what there is to insert")
    await juror.pause()


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_a_few_letters_find_a_phrase_and_enter_puts_it_in(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        bank = service.aids.phrases
        wanted = next(each for each in bank.phrases if each.text_id == "traiter")
        async with at_work(service, size) as juror:
            await at_the_texts(juror)
            await juror.type("Déjà dit.")
            await offered(juror)
            assert "page" not in juror.lines()[-1]
            for row in (FIRST_SAID, "Début des mots"):
                assert row in juror.text()
            assert "voix posée" not in juror.text()
            await juror.type(" ".join(word[:6] for word in wanted.text.split()))
            assert FIRST_SAID not in juror.text()
            # Whole before the eyes, however long it is.
            shown = " ".join(" ".join(row.strip("│┌┐└┘ ") for row in juror.lines()).split())
            assert wanted.text in shown
            await juror.press("enter")
            assert not juror.asked
            assert written(juror) == f"Déjà dit. {wanted.text}"
            check_frame(juror)
            await juror.press("ctrl+z")
            assert written(juror) == "Déjà dit."
            await juror.press("ctrl+z", "tab")
            assert juror.state.comment("traiter").text == ""


async def test_it_takes_the_place_of_what_is_selected_and_one_writes_on_behind_it(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await at_the_texts(juror)
            await juror.type("Bien dit. Faux. Suite.")
            # Backwards, as one goes from the end of what is to be replaced to its beginning.
            await juror.press(*["left"] * len(" Suite."), *["shift+left"] * len("Faux."))
            await offered(juror)
            await juror.press("enter")
            await juror.type(" Ici.")
            assert written(juror) == "Bien dit. Sources datées et citées. Ici. Suite."


async def test_what_is_typed_before_the_phrases_are_read_looks_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would stand in the text that the candidate may read."""
    let_go = Event()
    genuine = Offered.prepare

    def slow(draws: Offered) -> Offered:
        assert let_go.wait(20)
        return genuine(draws)

    monkeypatch.setattr(Offered, "prepare", slow)
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await at_the_texts(juror)
            await juror.press("ctrl+k")
            await juror.type("panier")
            await juror.press("tab", "enter")
            assert juror.asked
            let_go.set()
            await juror.until(lambda: SECOND_SAID in juror.text(), "what was looked for")
            assert FIRST_SAID not in juror.text()
            await juror.press("enter")
            assert written(juror) == "Panier moyen expliqué."


async def test_several_observations_become_a_draft_without_marks(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await at_the_texts(juror)
            await offered(juror)
            await juror.press("tab", "tab")
            assert len([row for row in juror.lines() if "✓ E" in row]) == 2
            await juror.press("enter")
            assert written(juror) == "Sources datées et citées.\nPanier moyen expliqué."
            await juror.press("tab")
            assert "Panier moyen expliqué." in juror.state.comment("traiter").text


async def test_what_was_kept_by_mistake_is_let_go_and_nothing_is_put_in_by_closing(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await at_the_texts(juror)
            await offered(juror)
            await juror.press("tab", "up", "tab")
            assert "✓ E" not in juror.text()
            await juror.press("ctrl+r")
            assert not juror.asked
            assert written(juror) == ""


async def test_what_does_not_fit_the_text_is_refused_whole(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await at_the_texts(juror)
            await juror.paste("a" * (TEXT_LIMIT - 3))
            before = written(juror)
            await offered(juror)
            await juror.press("enter")
            assert written(juror) == before
            assert str(TEXT_LIMIT) in juror.text().replace("\xa0", "").replace("\u202f", "")


async def test_a_mistake_in_a_centres_phrases_is_told_with_its_line(tmp_path: Path) -> None:
    own = Path.home() / ".config" / "e33tui" / PHRASES.name
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text('format = 1\nmode = "ajouter"\n\n[phrases]\ntraiter = [1]\n')
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await at_the_texts(juror)
            await offered(juror)
            assert "ligne 5" in juror.text()
            await juror.press("enter")
            assert written(juror) == "Sources datées et citées."


async def test_under_a_finger_lines_are_kept_and_a_target_puts_them_in(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_tablet(service) as finger:
            await at_the_texts(finger)
            await finger.tap("insert")
            await finger.until(lambda: finger.has("found:0"), "the lines")
            await finger.tap("found:0")
            # It is to be read before it stands in the text.
            assert finger.asked
            await finger.tap("insert")
            assert written(finger) == "Sources datées et citées."


async def test_a_locked_text_is_offered_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service) as juror:
            await juror.open(FIRST)
            await juror.go_to(Step.APPRAISAL)
            await juror.press("ctrl+k")
            assert not juror.asked


@pytest.mark.parametrize("size", SIZES)
async def test_one_key_gives_the_whole_screen_to_the_text_and_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service, size) as juror:
            await at_the_texts(juror)
            screen = juror.app.place()
            assert isinstance(screen, AppraisalScreen)
            before = screen.editor.size
            assert FIRST_SAID in juror.text()
            await juror.press("ctrl+u")
            assert FIRST_SAID not in juror.text()
            assert screen.editor.size.area > before.area
            await juror.type("Un texte.")
            check_frame(juror)
            await juror.press("ctrl+u")
            assert FIRST_SAID in juror.text()
            assert screen.editor.size == before
            assert written(juror) == "Un texte."


async def test_the_descriptors_chosen_stand_beside_the_text_behind_its_observations(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service, (120, 40)) as juror:
            await at_the_texts(juror)
            assert "Descripteurs choisis" not in juror.text()
            juror.desk.do(PlaceLevel("c2", 3))
            juror.desk.do(PlaceLevel("c10", 1))
            juror.app.ways.go_to(Step.APPRAISAL)
            await juror.pause()
            side = " ".join(" ".join(row[:48] for row in juror.lines()).split())
            rubric = juror.state.rubric
            assert f"2 · 3 Averti : {rubric.descriptor('c2', 3)}" in side
            assert side.index(SECOND_SAID) < side.index("Descripteurs choisis")
            assert rubric.descriptor("c10", 1) not in side
            await juror.resize(60, 20)
            await juror.press("pagedown", "pagedown")
            assert "2 · 3 Averti" in juror.text()


async def test_all_observations_are_offered_however_many_phrases_there_are(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            for number in range(MOST + 5):
                juror.desk.do(AddRemark(f"fait {number}", criterion="c1"))
            await juror.go_to(Step.APPRAISAL)
            await offered(juror)
            await juror.press(*["down"] * (MOST + 5), "enter")
            assert written(juror) == f"Fait {MOST + 4}."


async def test_of_very_many_the_first_are_shown_and_how_many_there_are_is_said(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await at_the_texts(juror)
            await offered(juror)
            await juror.type("l")
            found = len(Offered(juror.state, "traiter", service.aids.phrases).find("l"))
            assert found > MOST
            said = f"{MOST} premières lignes sur {found} : tapez une lettre de plus."
            assert said in juror.text().replace("\xa0", " ")
            await juror.type("xyz")
            assert "Ni observation ni phrase ne correspond." in juror.text()
            await juror.press("enter")
            assert juror.asked


async def test_the_five_texts_take_a_fraction_of_the_keys_that_typing_takes(tmp_path: Path) -> None:
    keys = 0
    with sitting(tmp_path, state="candidate_left") as service:
        bank = service.aids.phrases
        async with at_work(service) as juror:
            await at_the_texts(juror)
            for text in juror.state.rubric.texts:
                draws = Offered(juror.state, text.id, bank)
                own = (each for each in bank.phrases if each.text_id == text.id)
                wanted = [each for each in own if letters_for(draws, each)][:2]
                for phrase in wanted:
                    letters = letters_for(draws, phrase)
                    await offered(juror)
                    await juror.type(letters)
                    await juror.press("enter")
                    keys += len(letters) + 2
                await juror.press("tab")
                keys += 1
                given = juror.state.comment(text.id).text
                assert given == " ".join(phrase.text for phrase in wanted)
            typed = sum(len(comment.text) for comment in juror.state.comments.values())
    assert 0 < keys * 4 < typed, (keys, typed)


def letters_for(offered: Offered, phrase: Phrase) -> str:
    """What to type until a phrase is the first line: beginnings of one, two or three of its words."""
    words = [word for word in folded(phrase.text).split() if len(word) > 2]
    for count in (1, 2, 3):
        for chosen in combinations(words, count):
            typed = " ".join(word[:4] for word in chosen)
            if offered.find(typed)[:1] == (phrase,):
                return typed
    return ""


def test_nothing_of_it_is_at_hand_before_the_candidate_has_left() -> None:
    (insert,) = (action for action in ACTIONS if action.id == "insert")
    assert insert.places == (Place.APPRAISAL,)
    assert WALK.index(Place.APPRAISAL) > WALK.index(Place.CANDIDATE_OUT)

"""What is still to cover, and the panel's pages, as lines of a given room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from rich.cells import cell_len

from e33tui.domain.aid_table import Source
from e33tui.domain.coverage import Cover, Coverage
from e33tui.domain.prompts import Prompt
from e33tui.domain.reference import TEACHING, Extract, Panel
from e33tui.keymap import DEFAULT as TABLE_KEYS
from e33tui.keymap import use as use_keys
from e33tui.look import DEFAULT, Look, use
from e33tui.screens.aid_view import coverage_words, prompt_sheet, reference_sheet
from tests.support.domain import rubric

IDS = tuple(criterion.id for criterion in rubric().criteria)
MINUTE = 60_000
GUIDE = Source("003", "Guide", "Les sources")
FIRST = rubric().criteria[0]


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    use(DEFAULT)
    use_keys(TABLE_KEYS)
    yield
    use(DEFAULT)


def found(covers: Mapping[str, Cover], left: int | None = 25 * MINUTE) -> Coverage:
    """Coverage in which what is not named is observed and placed."""
    criteria = {name: covers.get(name, Cover.BOTH) for name in IDS}
    return Coverage(criteria, left, 25 * MINUTE)


def told(here: Coverage, room: int = 60) -> str:
    return coverage_words(rubric(), here, room).plain


def nothing_of(*names: str) -> dict[str, Cover]:
    return dict.fromkeys(names, Cover.NOTHING)


def test_what_nothing_is_known_of_is_named_with_the_time_for_each() -> None:
    assert told(found(nothing_of(*IDS))) == "à couvrir, 2 min chacun : 1 à 10"
    assert told(found(nothing_of("c1", "c2", "c9"))) == "à couvrir, 8 min chacun : 1, 2, 9"
    assert told(found(nothing_of("c4"))) == "à couvrir, 25 min : 4"
    # What has one of both is not told as long as there is something to cover.
    assert told(found({"c4": Cover.NOTHING, "c5": Cover.OBSERVED})) == "à couvrir, 25 min : 4"


def test_less_time_than_criteria_is_said_by_a_sign_and_in_words() -> None:
    late = found(nothing_of("c1", "c2", "c3"), 2 * MINUTE)
    assert told(late) == "! à couvrir, moins d’1 min chacun : 1 à 3"
    assert told(found(nothing_of("c1"), -MINUTE)) == "! à couvrir : 1"
    use(Look(plain=True))
    assert told(late) == "peu de temps, à couvrir, moins d’1 min chacun : 1 à 3"
    # The clock, said before it, tells the overrun already.
    assert told(found(nothing_of("c1"), -MINUTE)) == "à couvrir : 1"


def test_then_what_lacks_one_of_both_is_told() -> None:
    assert told(found({"c7": Cover.PLACED})) == "sans observation : 7"
    some = found({"c2": Cover.OBSERVED, "c5": Cover.OBSERVED, "c7": Cover.PLACED})
    assert told(some) == "sans observation : 7 · sans degré : 2, 5"
    assert told(some, 20) == "reste : 2, 5, 7"


def test_where_nothing_is_open_or_no_time_left_to_come_nothing_is_said() -> None:
    assert told(found({})) == ""
    assert told(found(nothing_of(*IDS), None)) == ""


@pytest.mark.parametrize("plain", [False, True])
def test_no_room_is_exceeded_and_a_number_is_never_cut(plain: bool) -> None:
    use(Look(plain=plain))
    odd = found(nothing_of("c1", "c3", "c5", "c7", "c9"))
    for room in range(80):
        assert cell_len(told(odd, room)) <= room
    assert told(odd, 25) == "à couvrir : 1, 3, 5, 7, 9"
    assert told(odd, 24) == "5 à couvrir"


def text_of(rows: object) -> str:
    assert isinstance(rows, list)
    return " ".join(" ".join(row.plain for row in rows).split())


def test_questions_say_their_document() -> None:
    sheet = prompt_sheet([Prompt("Pourquoi ?", GUIDE), Prompt("Et après ?")], 60)
    (page,) = sheet.pages(60, 10)
    assert [row.plain for row in page[1:]] == [
        "1. Pourquoi ? (003)",
        "2. Et après ?",
        "(003) Guide",
    ]
    assert page[0].plain == "Relances  ← : fermer  Début : repères"
    (none,) = prompt_sheet([], 60).pages(60, 10)
    assert none[1].plain == "Aucune relance sur ce critère."


def test_the_forms_own_words_come_first_and_all_else_is_marked() -> None:
    texts = tuple(f"Savoir n{number}." for number in range(12))
    about = Panel("GRILLE", FIRST.title, "indicateur", TEACHING, (Extract(GUIDE, texts),))
    sheet = reference_sheet(FIRST, about, 60)
    first, *others = sheet.pages(60, 10)
    assert first[1].plain == "GRILLE"
    assert first[2].plain.startswith("1  ")
    whole = text_of(first)
    assert whole.index("GRILLE") < whole.index(TEACHING) < whole.index("003 Guide")
    assert first[0].plain.startswith("Repères 1/")
    assert others
    for page in others:
        assert page[0].plain.startswith("Documents d’enseignement ")
    seen = " ".join(text_of(page) for page in (first, *others))
    assert [text for text in texts if text not in seen] == []


def test_a_page_has_the_lines_there_are_and_its_head_the_columns() -> None:
    texts = tuple(f"Savoir n{number}." for number in range(40))
    about = Panel("GRILLE", FIRST.title, "", TEACHING, (Extract(GUIDE, texts),))
    for width in (30, 41, 56, 100):
        for height in (1, 2, 7, 20):
            for page in reference_sheet(FIRST, about, width).pages(width, height):
                assert len(page) <= max(height, 2)
                assert all(row.cell_length <= width for row in page)

"""The dossier as it is printed: the form's words, the crosses in their columns, who may read it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from e33tui.documents import Rendered, make_html
from e33tui.documents.page import page_html
from e33tui.domain.commands import PlaceLevel, PlaceProfile, WriteText
from e33tui.domain.dossier import Dossier
from e33tui.domain.dossier_content import cover, degrees, dossier, grid
from tests.documents import pdf
from tests.documents.made import Maker
from tests.documents.pdf import flat, unpacked, words
from tests.domain.test_dossier_content import SMALL
from tests.support.domain import (
    COMMENTS,
    FAVOUR,
    QUESTION,
    FakeClock,
    Step,
    journal_at,
    locking,
    play,
    rubric,
)
from tests.test_rubric import form

RESERVED = "Document réservé à la commission, non communicable, à remettre au chef de centre"
_SENTENCE = "Le candidat explicite sa démarche, la relie au contexte et en mesure les effets. "
_USUAL: tuple[Step, ...] = (
    *(WriteText(name, (_SENTENCE * 4)[:300]) for name in COMMENTS),
    WriteText("appraisal", (_SENTENCE * 8)[:600]),
)


def locked(*steps: Step) -> Dossier:
    clock = FakeClock()
    return dossier(play(journal_at("complete", clock), clock, *steps, locking).state)


def pages(rendered: Rendered) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(rendered.data)).pages)


@pytest.fixture(scope="session")
def usual(maker: Maker) -> Rendered:
    """A dossier with texts of usual length, the crosses in every column in turn."""
    return maker.pdf(locked(*_USUAL, PlaceProfile(3)))


@pytest.fixture(scope="session")
def interrupted(maker: Maker) -> Rendered:
    return maker.pdf(dossier(journal_at("locked_interrupted").state))


def _without_tags(html: str) -> str:
    body = html.partition("<body")[2].partition(">")[2]
    return re.sub(r"<[^>]*>", " ", body)


def _said(text: str) -> list[str]:
    """Return the words of a text, the colons and dashes of its layout left out."""
    return [word for word in text.split() if word not in (":", "-")]


def test_a_blank_dossier_says_what_the_form_says_in_its_order() -> None:
    """Both ways at once: nothing missing, nothing added but the title over the grid."""
    blank = Dossier("", "", "", cover(rubric()), degrees(rubric()), grid(rubric()), None)
    found = _said(_without_tags(page_html(blank)).replace("\u00a0", " "))
    # The running head has the two fields that tell whose a page is.
    running = _said("Nom et prénom du (de la) candidat(e) : Numéro du (de la) candidat(e) :")
    assert found[: len(running)] == running
    title = _said(rubric().grid.title)
    before_grid = _said(rubric().grid.criteria_heading)
    due = _said(" ".join(form()))
    at = next(i for i in range(len(due)) if due[i : i + len(before_grid)] == before_grid)
    due[at:at] = title
    recto = found[len(running) :]
    assert recto == due[: len(recto)]
    assert recto[-len(_said(rubric().grid.verso_notice)) :] == _said(rubric().grid.verso_notice)


def test_the_usual_dossier_takes_four_sheets_each_with_its_part(usual: Rendered) -> None:
    sheets = pages(usual)
    texts = [flat(text) for text in pdf.pages(usual.data)]
    starts = (
        rubric().grid.course_heading,
        rubric().grid.degrees_heading,
        rubric().grid.criteria_heading,
        rubric().verso.comments_title,
    )
    assert len(texts) == len(starts)
    for text, start in zip(texts, starts, strict=True):
        assert start in text
    boxes = [[round(float(side)) for side in sheet.mediabox[2:]] for sheet in sheets]
    assert boxes == [[595, 842], [842, 595], [595, 842], [595, 842]]


def test_every_sheet_says_who_may_read_it_and_whose_it_is(
    maker: Maker, usual: Rendered, interrupted: Rendered
) -> None:
    for rendered in (usual, interrupted, maker.pdf(_long())):
        sheets = [flat(text) for text in pdf.pages(rendered.data)]
        for number, text in enumerate(sheets, start=1):
            assert text.count(RESERVED) == 1
            assert "LEFÈVRE Zoé" in text
            assert "0123456" in text
            assert re.search(r"Empreinte : [0-9a-f]{4} ", text)
            assert f"page {number} / {len(sheets)}" in text


def test_heads_and_feet_keep_clear_of_the_edge_that_a_printer_cannot_reach(
    usual: Rendered,
) -> None:
    for sheet in pages(usual):
        top = float(sheet.mediabox.top)
        heights = {text: y for text, _x, y in _places(sheet)}
        (foot,) = (y for text, y in heights.items() if text.startswith("Empreinte"))
        # 5 mm are 14 points; letters reach 8 above the line they stand on and 3 below it.
        assert max(heights.values()) < top - 22
        assert foot > 17


def _long() -> Dossier:
    return locked(*(WriteText(name, (_SENTENCE * 25)[:2000]) for name in COMMENTS))


def _places(sheet: PageObject) -> Iterator[tuple[str, float, float]]:
    """Yield each text of a page with where it begins, in points from the left and the bottom."""
    found: list[tuple[str, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, _size: float) -> None:
        if text.strip():
            x, y = tm[4], tm[5]
            found.append(
                (
                    text.strip(),
                    x * cm[0] + y * cm[2] + cm[4],
                    x * cm[1] + y * cm[3] + cm[5],
                )
            )

    sheet.extract_text(visitor_text=visit)
    yield from found


def test_each_cross_of_the_grid_stands_in_the_middle_of_its_column(usual: Rendered) -> None:
    places = list(_places(pages(usual)[2]))
    columns = {text: x for text, x, _ in places if text in ("1", "2", "3", "4")}
    assert len(columns) == 4
    crosses = [(x, y) for text, x, y in places if text == "X"]
    assert len(crosses) == len(rubric().criteria)
    assert [y for _, y in crosses] == sorted((y for _, y in crosses), reverse=True)
    for (x, _), level in zip(crosses, _placed(), strict=True):
        # The letters' widths differ by less than that; the columns are 37 points wide.
        assert abs(x - columns[str(level)]) < 4


def _placed() -> list[int]:
    return [1 + n % 4 for n in range(len(rubric().criteria))]


def test_each_chosen_descriptor_is_framed_and_said_to_be(usual: Rendered) -> None:
    text = flat(pdf.pages(usual.data)[1])
    for criterion, level in zip(rubric().criteria, _placed(), strict=True):
        for number, descriptor in enumerate(criterion.descriptors, start=1):
            chosen = f"{flat(descriptor)} X degré retenu"
            assert (chosen in text) == (number == level), descriptor
    html = page_html(locked())
    assert html.count('<td class="chosen">') == len(rubric().criteria)


def test_the_degrees_and_the_grid_take_one_sheet_each_whatever_was_chosen(maker: Maker) -> None:
    # The longest descriptors, each with a line more.
    crosses = (PlaceLevel(criterion.id, 4) for criterion in rubric().criteria)
    assert len(pages(maker.pdf(replace(locked(*crosses), verso=None)))) == 3


def test_what_was_cut_short_has_no_verso(interrupted: Rendered) -> None:
    text = words(interrupted.data)
    assert len(pages(interrupted)) == 3
    assert "Fin du passage : interrompu" in text
    assert rubric().verso.comments_title not in text


def test_a_candidate_not_examined_has_the_factual_text_and_no_grid(maker: Maker) -> None:
    rendered = maker.pdf(dossier(journal_at("locked_not_examined").state))
    text = words(rendered.data)
    assert len(pages(rendered)) == 2
    assert flat(rubric().gate.statement) in text
    assert rubric().grid.criteria_heading not in text


def test_nothing_of_the_observations_is_in_the_file(usual: Rendered) -> None:
    held = words(usual.data) + unpacked(usual.data).decode("latin-1")
    for remark in (QUESTION.text, FAVOUR.text):
        assert remark not in held


def test_another_rubric_has_its_own_columns_and_names_its_criteria() -> None:
    chosen = {criterion.id: 2 for criterion in SMALL.criteria}
    page = replace(
        locked(),
        cover=cover(SMALL),
        degrees=degrees(SMALL, chosen),
        grid=grid(SMALL, chosen),
        verso=None,
    )
    html = page_html(page)
    assert html.count('<td class="cross">X</td>') == len(SMALL.criteria)
    assert html.count('<td class="cross"></td>') == 2 * len(SMALL.criteria)
    assert html.count('<td class="chosen">') == len(SMALL.criteria)
    assert 'colspan="3">Critère A2</th>' in html
    assert SMALL.grid.dossier_heading not in html, "it lists nothing"


def test_the_plain_file_has_its_style_inside() -> None:
    html = make_html(locked()).decode()
    assert RESERVED in html
    assert "td.cross" in html
    assert not re.search(r"e33:|url\(|@import|\bsrc=|\bhref=", html)

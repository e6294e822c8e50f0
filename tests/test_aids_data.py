"""The aids that ship against the documents they are drawn from, and against what they may not say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from e33tui.aids import EXTRACTS, PHRASES, PROMPTS, Aids
from e33tui.domain.folding import folded
from e33tui.domain.guard import Sheet, guard
from e33tui.domain.identity import Candidate
from e33tui.domain.prompts import Prompt
from e33tui.domain.reference import TEACHING
from e33tui.domain.rubric import APPRAISAL, Rubric
from e33tui.rubric import SHIPPED, load, shipped

DATA = Path(__file__).parent / "data"
FILES = Path(__file__).parents[1] / "e33tui" / "rubrics"
RUBRICS = [shipped(name) for name in SHIPPED]
DOCUMENTS = {"001": "grid_bloc3.txt", "002": "seconde.txt", "003": "guide_bloc3.txt"}


def normal(text: str) -> str:
    """White space, tags and the shape of apostrophes are the only liberties taken."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("'", "’").split())


TEXTS = {
    number: normal((DATA / name).read_text(encoding="utf-8", errors="replace"))
    for number, name in DOCUMENTS.items()
}


def prompts(rubric: Rubric) -> list[tuple[str, Prompt]]:
    bank = Aids(rubric).prompts
    return [(c.id, prompt) for c in rubric.criteria for prompt in bank.on(rubric.id, c.id)]


# -- Relances --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
def test_two_to_five_questions_stand_on_each_criterion(rubric: Rubric) -> None:
    bank = Aids(rubric).prompts
    counts = {criterion.id: len(bank.on(rubric.id, criterion.id)) for criterion in rubric.criteria}
    assert {name: count for name, count in counts.items() if not 2 <= count <= 5} == {}


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
def test_every_questions_source_is_found_in_its_document(rubric: Rubric) -> None:
    found = [(prompt.text, prompt.source) for _, prompt in prompts(rubric)]
    assert [text for text, source in found if source is None or not source.place] == []
    lost = [s.place for _, s in found if s and normal(s.place) not in TEXTS[s.document]]
    assert lost == []


OPEN = re.compile(
    r"^(?:Comment|Pourquoi|Quel(?:le)?s? |De quels |À qui |À quoi |Avec qui |Sur quels |Qu’|Que |"
    r"Quel lien )"
)
CLOSED = re.compile(r"Est-ce que|N’(?:avez|êtes)-vous|^(?:Avez|Êtes|Savez|Pouvez|Pensez)-vous")


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
def test_every_question_is_open_courteous_and_short(rubric: Rubric) -> None:
    texts = [prompt.text for _, prompt in prompts(rubric)]
    assert [text for text in texts if not OPEN.search(text) or CLOSED.search(text)] == []
    assert [text for text in texts if not text.endswith("\u00a0?") or len(text) > 120] == []
    assert [text for text in texts if re.search(r"\b(?:tu|te|ton|ta|tes)\b", text)] == []
    assert [text for text in texts if "'" in text] == []


JUDGING = ("bien", "mal", "assez", "vraiment", "seulement", "bon", "mieux", "correct", "pertinent")


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
def test_no_question_judges_or_repeats_a_descriptor(rubric: Rubric) -> None:
    texts = {prompt.text: folded(prompt.text).split() for _, prompt in prompts(rubric)}
    assert [text for text, words in texts.items() if not set(words).isdisjoint(JUDGING)] == []
    descriptors = [folded(text) for c in rubric.criteria for text in c.descriptors]
    assert [t for t in texts if any(said in folded(t) for said in descriptors)] == []


def test_the_indicators_a_candidate_should_know_are_asked_for() -> None:
    asked = folded(" ".join(prompt.text for name, prompt in prompts(load()) if name == "c8"))
    for indicator in ("panier moyen", "taux de fidelite", "attrition", "transformation"):
        assert indicator in asked


# -- The reference panel ---------------------------------------------------------------------------


def test_each_extract_is_in_its_document_word_for_word() -> None:
    for rubric in RUBRICS:
        aids = Aids(rubric)
        for criterion in rubric.criteria:
            for extract in aids.panel(criterion.id).extracts:
                document = TEXTS[extract.source.document]
                for text in (extract.source.place, *extract.texts):
                    assert normal(text) in document, (criterion.id, text)


HEADING = {"001": re.compile(r"C3\.\d"), "002": re.compile(r"\b[1-3]\.[A-D](?=\. )")}


@pytest.mark.parametrize("number", HEADING)
def test_each_extract_stands_under_the_heading_that_it_names(number: str) -> None:
    document, heading = TEXTS[number], HEADING[number]

    def stands_under(text: str) -> set[str]:
        places = (found.start() for found in re.finditer(re.escape(normal(text)), document))
        return {heading.findall(document[:place])[-1] for place in places}

    wrong = [
        (criterion.id, text)
        for rubric in RUBRICS
        for criterion in rubric.criteria
        for extract in Aids(rubric).panel(criterion.id).extracts
        if extract.source.document == number
        for text in extract.texts
        if heading.findall(extract.source.place)[0] not in stands_under(text)
    ]
    assert wrong == []


def test_the_form_comes_first_and_the_rest_is_marked_as_teaching() -> None:
    form = load()
    for criterion in form.criteria:
        panel = Aids(form).panel(criterion.id)
        assert (panel.title, panel.indicators) == (criterion.title, criterion.indicators)
        assert panel.official == "GRILLE D’ÉVALUATION E33"
        assert panel.teaching == TEACHING
        assert {each.source.document for each in panel.extracts} == set(DOCUMENTS)


def test_each_line_of_the_grid_of_bloc_3_stands_with_a_criterion_of_the_form() -> None:
    form, training = load(), shipped("bloc3")
    shown = {
        normal(text).replace("/ ", "/")
        for criterion in form.criteria
        for extract in Aids(form).panel(criterion.id).extracts
        if extract.source.document == "001"
        for text in extract.texts
    }
    assert {criterion.title for criterion in training.criteria} <= shown


def test_the_panel_of_bloc_3_has_its_own_wording_and_the_two_other_documents() -> None:
    training = shipped("bloc3")
    for criterion in training.criteria:
        panel = Aids(training).panel(criterion.id)
        assert panel.title == criterion.title
        assert {each.source.document for each in panel.extracts} == {"002", "003"}
    with pytest.raises(KeyError):
        Aids(training).panel("c1")


# -- Phrases ---------------------------------------------------------------------------------------

BANK = Aids(load()).phrases
NAMING = re.compile(
    r"novice|débrouill|averti|expert|\bdegrés?\b|\bniveaux?\b|\bgrille|\bcroix\b|\bprofil global"
    r"|descripteur|\bcritères? (?!de segmentation)|\bnote\b|E33",
    re.IGNORECASE,
)


def test_there_are_enough_for_each_text() -> None:
    counts = {text.id: len(BANK.find("", text.id)) for text in load().texts}
    assert all(count >= 8 for count in counts.values()), counts
    assert 120 <= sum(counts.values()) == len(BANK.phrases) <= 200


def test_no_phrase_names_a_level_the_grid_or_a_descriptor() -> None:
    texts = [phrase.text for phrase in BANK.phrases]
    assert [text for text in texts if NAMING.search(text)] == []
    descriptors = [
        folded(part)
        for rubric in RUBRICS
        for criterion in rubric.criteria
        for descriptor in criterion.descriptors
        for part in descriptor.split("\n")
    ]
    assert [text for text in texts if any(said in folded(text) for said in descriptors)] == []


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
def test_the_guard_lets_every_phrase_pass(rubric: Rubric) -> None:
    own, other = Candidate("1", "ROUX", "Lou"), Candidate("2", "PETIT", "Lou")
    for phrase in BANK.phrases:
        texts = {APPRAISAL: phrase.text}
        assert guard(Sheet(own, texts), rubric, [Sheet(other, {})]) == (), phrase.text


def test_every_phrase_is_one_sentence_that_fits_every_candidate() -> None:
    texts = [phrase.text for phrase in BANK.phrases]
    assert [text for text in texts if not text[0].isupper() or not text.endswith(".")] == []
    assert [
        text for text in texts if re.search(r"[.!?…]\s|'|\b(?:il|elle|candidate?)\b", text)
    ] == []
    assert len({folded(text) for text in texts}) == len(texts)


def test_strengths_and_lacks_can_both_be_said() -> None:
    lacking = re.compile(r"\bn(?:e|’)|\bsans\b|à (?:renforcer|consolider|construire|approfondir)")
    for text in load().texts:
        found = [bool(lacking.search(phrase.text)) for phrase in BANK.find("", text.id)]
        assert found.count(True) >= 4, text.id
        assert found.count(False) >= 4, text.id


# -- The files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [PROMPTS.name, PHRASES.name, EXTRACTS])
def test_typography_is_french(name: str) -> None:
    text = (FILES / name).read_text(encoding="utf-8").replace("\\u00A0", "\u00a0")
    quoted = re.findall(r'"([^"]*)"', re.sub(r"(?m)^#.*", "", text))
    assert len(quoted) > 50
    assert [line for line in quoted if re.search(r"[^\u00a0][:;»?!]|«[^\u00a0]|'", line)] == []


@pytest.mark.parametrize("name", [PROMPTS.name, EXTRACTS])
def test_every_section_is_about_a_criterion_and_none_is_left_out(name: str) -> None:
    sections = tomllib.loads((FILES / name).read_text(encoding="utf-8"))
    del sections["format"], sections["documents"]
    found = {rubric: set(criteria) for rubric, criteria in sections.items()}
    assert found == {rubric.id: rubric.criterion_ids for rubric in RUBRICS}

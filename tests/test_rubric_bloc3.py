"""The second rubric that ships, against the grid of bloc 3 it was made from (document 001)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.domain.rubric import APPRAISAL
from e33tui.rubric import SHIPPED, Competence, Criterion, load, shipped
from tests.rubric_paths import leaves

DATA = Path(__file__).parent / "data"
BLOC3 = shipped("bloc3")
E33 = load()

# The slips listed at the top of bloc3.toml: the document's words, the corrected ones, how often.
CORRECTIONS = (
    ("fidélisation/ développement", "fidélisation/développement", 1),
    ("développement  / Communication", "développement / Communication", 1),
)


def normal(text: str) -> str:
    return " ".join(text.split())


def document() -> list[str]:
    """The lines of 001 that are not empty, its slips corrected."""
    text = (DATA / "grid_bloc3.txt").read_text(encoding="utf-8").replace("\u00a0", " ")
    for slip, right, times in CORRECTIONS:
        assert text.count(slip) == times, slip
        text = text.replace(slip, right)
    return [normal(row) for row in text.splitlines() if row.strip()]


def written() -> Iterator[str]:
    """The document as the rubric would have it."""
    yield normal(BLOC3.subtest).replace(" :", "")
    for competence in BLOC3.competences:
        yield competence.title
        for criterion in competence.criteria:
            yield criterion.title
            if criterion.indicators:
                yield criterion.indicators
            yield from (f"• {normal(text)}" for text in criterion.descriptors)


def test_the_document_written_from_the_rubric_is_the_document() -> None:
    """Both ways at once: nothing missing, nothing added, everything in its place."""
    assert list(written()) == document()


def test_it_has_its_own_counts() -> None:
    assert [len(group.criteria) for group in BLOC3.competences] == [3, 7, 2]
    assert [criterion.number for criterion in BLOC3.criteria] == list(range(1, 13))
    assert [text.id for text in BLOC3.texts] == ["traiter", "contribuer", "evaluer", APPRAISAL]


def test_where_the_document_has_no_descriptor_the_levels_name_stands_alone() -> None:
    bare = [criterion for criterion in BLOC3.criteria if not criterion.descriptors]
    assert [criterion.title for criterion in bare] == ["Enrichir et actualiser le SIC"]
    names = [BLOC3.descriptor(bare[0].id, level.number) for level in BLOC3.levels]
    assert names == ["Novice", "Débrouillé", "Averti", "Expert"]


def test_what_the_document_repeats_is_repeated() -> None:
    assert BLOC3.criterion("c324").descriptors == BLOC3.criterion("c325").descriptors
    assert BLOC3.criterion("c324").title != BLOC3.criterion("c325").title


@pytest.mark.parametrize(
    ("ours", "forms"),
    [("c311", "c2"), ("c312", "c1"), ("c322", "c6"), ("c323", "c4"), ("c332", "c10")],
)
def test_levels_mean_what_they_mean_on_the_form(ours: str, forms: str) -> None:
    """The document names no level: the form has the same descriptors under its names."""
    assert BLOC3.criterion(ours).descriptors == E33.criterion(forms).descriptors
    assert BLOC3.levels == E33.levels


def test_it_is_a_training_without_gate_and_never_says_e33() -> None:
    assert (BLOC3.code, BLOC3.use, BLOC3.coefficient) == ("BLOC 3", "training", None)
    assert not BLOC3.gate.present
    values = tomllib.loads((Path(__file__).parents[1] / "e33tui" / SHIPPED["bloc3"]).read_text())
    said = str(list(leaves(values)))
    assert "BLOC 3" in said
    assert not re.search("e33|candidat", said, re.IGNORECASE)


def test_typography_is_french() -> None:
    values = tomllib.loads((Path(__file__).parents[1] / "e33tui" / SHIPPED["bloc3"]).read_text())
    texts = [text for _, text in leaves(values) if isinstance(text, str)]
    assert len(texts) > 60
    assert [text for text in texts if "'" in text] == []
    assert [text for text in texts if re.search(r"[^\u00a0][:;»?!]|«[^\u00a0]", text)] == []


def test_labels_tell_rows_apart() -> None:
    rows: tuple[Criterion | Competence, ...] = (*BLOC3.criteria, *BLOC3.competences)
    labels = [row.label for row in rows]
    assert len(set(labels)) == len(labels)


def test_every_shipped_rubric_is_found_under_its_id() -> None:
    assert {name: shipped(name).id for name in SHIPPED} == {name: name for name in SHIPPED}
    assert shipped("e33") == E33
    with pytest.raises(KeyError):
        shipped("e32")

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader

from e33tui.documents import Rendered, make_pdf
from e33tui.domain.verso import VersoComment
from tests.documents.conftest import CANARY
from tests.documents.made import Maker
from tests.documents.pdf import base_fonts, flat, fonts, glyphs, opened, pages, unpacked, words
from tests.documents.samples import FACTUAL, HEADINGS, LONG, SENTENCE, TEXTS, USUAL

OWN_FONTS = {"e33tui-Texte", "e33tui-Texte-Semi-Bold", "e33tui-Texte-Italic"}


def test_the_page_says_what_the_form_says_in_its_order(usual: Rendered) -> None:
    text, position = words(usual.data), 0
    expected = [
        USUAL.exam,
        USUAL.subtest,
        USUAL.subject,
        *(f"{label} : {value}" for label, value in USUAL.identification),
        "Commentaires objectifs :",
        "Professionnalité du candidat dans sa capacité à :",
        *(part for pair in zip(HEADINGS, TEXTS, strict=True) for part in pair),
        "Appréciation globale :",
        *USUAL.appraisal.split("\n"),
        "Nom et signature des membres de la commission d’interrogation :",
        *USUAL.members,
        "Note :",
        "13,5 / 20",
        USUAL.proposal,
    ]
    for part in expected:
        found = text.find(flat(part), position)
        assert found >= 0, f"{part!r} is missing after {text[:position][-60:]!r}"
        position = found + len(flat(part))


def test_the_usual_page_is_one_a4_sheet(usual: Rendered) -> None:
    (page,) = PdfReader(io.BytesIO(usual.data)).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    text = words(usual.data)
    assert "Empreinte : 3fa9 c01b 77de 90a4" in text
    assert "page 1 / 1" in text
    assert "suite" not in text
    assert "Rectifié" not in text


def test_long_texts_flow_on_and_each_sheet_names_the_candidate(long: Rendered) -> None:
    sheets = [flat(text) for text in pages(long.data)]
    assert len(sheets) > 1
    for number, text in enumerate(sheets, start=1):
        assert "ŁĄCZNA-NGUYỄN Zoë" in text
        assert "0123456" in text
        assert "Empreinte : 3fa9 c01b 77de 90a4" in text
        assert f"page {number} / {len(sheets)}" in text
        assert ("Fiche de commentaires – E33 (suite)" in text) == (number > 1)
    assert "Rectifié le 12/06/2026" in sheets[0]
    written = "".join(comment.text for comment in LONG.comments) + LONG.appraisal
    assert words(long.data).count(" relie ") == written.count(" relie ")


def test_texts_of_usual_length_take_one_sheet_at_full_size(maker: Maker) -> None:
    written = (SENTENCE * 8)[:300], (SENTENCE * 8)[:600]
    comments = tuple(VersoComment(heading, written[0]) for heading in HEADINGS)
    amended = "Rectifié le 12/06/2026"
    verso = replace(USUAL, comments=comments, appraisal=written[1], amended=amended)
    data = maker.pdf(verso).data
    pdf = opened(data)
    (page,) = pdf.pages
    sizes = Counter(
        round(float(instruction.operands[1]) * 0.75, 1)
        for instruction in pikepdf.parse_content_stream(page)
        if str(instruction.operator) == "Tf"
    )
    assert sizes.most_common(1)[0][0] == 10.5
    assert flat(written[1]) in words(data)


def test_texts_a_little_long_are_drawn_closer_to_keep_one_sheet(maker: Maker) -> None:
    sentence = TEXTS[0] + " "
    comments = tuple(VersoComment(heading, sentence * 6) for heading in HEADINGS)
    verso = replace(USUAL, comments=comments, appraisal=sentence * 6)
    assert len(PdfReader(io.BytesIO(maker.pdf(verso).data)).pages) == 1


def test_a_word_is_divided_as_in_french_and_a_double_name_is_found_beside_it(
    maker: Maker,
) -> None:
    long = (
        "Argumentation rigoureusement structurée, contextualisation systématiquement explicitée, "
        "individualisation des propositions commerciales, approvisionnement interdépartemental. "
    )
    page = PdfReader(io.BytesIO(maker.pdf(replace(USUAL, appraisal=long * 4)).data)).pages[0]
    text = page.extract_text()
    divided = re.findall(r"(\w+)[-\u2010]\n(\w+)", text)
    assert divided
    assert {"".join(parts) for parts in divided} <= set(re.findall(r"\w+", long))
    assert "Mme DUPONT-TEST Claire" in text


def test_a_factual_verso_has_its_statement_and_no_empty_heading(factual: Rendered) -> None:
    text = words(factual.data)
    assert flat(FACTUAL.statement or "") in text
    assert "0 / 20" in text
    assert "Commentaires objectifs" not in text
    assert "Appréciation globale" not in text


def test_the_file_says_its_language_and_a_neutral_title(usual: Rendered) -> None:
    pdf = opened(usual.data)
    assert str(pdf.Root.Lang) == "fr"
    assert {name: str(value) for name, value in pdf.docinfo.items()} == {
        "/Title": "Fiche de commentaires\u00a0–\u00a0E33",
        "/Creator": "e33tui",
        "/Producer": "WeasyPrint 70.0",
    }
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Fiche de commentaires\u00a0–\u00a0E33"
        assert metadata["pdfuaid:part"] == "1"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_the_file_is_tagged_with_its_headings(usual: Rendered) -> None:
    pdf = opened(usual.data)
    assert pdf.Root.MarkInfo.Marked
    tags = [str(o.S) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
    assert pdf.Root.StructTreeRoot.K[0].S == "/Document"
    assert (tags.count("/H1"), tags.count("/H2"), tags.count("/H3")) == (1, 4, 4)
    assert tags.count("/P") >= len(USUAL.identification) + len(TEXTS)


def test_nothing_is_attached_or_runs(usual: Rendered, hostile: Rendered) -> None:
    for rendered in (usual, hostile):
        pdf = opened(rendered.data)
        assert not pdf.attachments
        assert not {"/Names", "/OpenAction", "/AA", "/AcroForm", "/AF"} & set(pdf.Root.keys())
        assert all("/Annots" not in page for page in pdf.pages)
        kinds = {str(o.get("/Subtype")) for o in pdf.objects if isinstance(o, pikepdf.Stream)}
        assert "/Image" not in kinds


def test_only_the_shipped_font_is_used_and_embedded(usual: Rendered) -> None:
    assert base_fonts(usual.data) == OWN_FONTS
    assert len(fonts(usual.data)) == len(OWN_FONTS)
    assert len(usual.data) < 40_000


def test_names_in_rare_scripts_have_all_their_glyphs(rare: Rendered) -> None:
    embedded = fonts(rare.data)
    drawn = list(glyphs(rare.data))
    assert len(drawn) > 300
    # A letter that no font has is drawn as a glyph past the end of its font.
    missing = {
        (name, glyph) for name, glyph in drawn if not 0 < glyph < embedded[name]["maxp"].numGlyphs
    }
    assert not missing
    text = words(rare.data)
    assert "王小明" in text
    assert "Nguyễn Thị Hường" in text
    assert base_fonts(rare.data) > OWN_FONTS


def test_the_same_content_gives_the_same_bytes(usual: Rendered, rare: Rendered) -> None:
    again = make_pdf(USUAL)
    assert again == usual
    assert usual.sha256 == hashlib.sha256(usual.data).hexdigest()
    assert rare.data != usual.data


@pytest.mark.parametrize("name", ["CreationDate", "ModDate"])
def test_the_file_holds_no_time_and_no_place(usual: Rendered, name: str) -> None:
    content = unpacked(usual.data)
    assert name.encode() not in content
    assert b"/tmp" not in content
    assert b"file:" not in content


def test_hostile_texts_are_printed_as_they_were_typed(hostile: Rendered) -> None:
    text = words(hostile.data).replace(" ", "")
    assert '<imgsrc="file:///' in text
    assert "[/b]{{7*7}}{%raw%}</p><script>x</script>" in text
    assert "&amp;" in text
    assert text.count("W") >= 2000
    assert CANARY.encode() not in unpacked(hostile.data)
    assert CANARY not in text

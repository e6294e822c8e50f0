"""PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) in one file: each test names its clause.

A checker judges the whole of every kind of document; what it takes on trust is looked at here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from e33tui.documents import Rendered, make_pdf, make_pdfs
from e33tui.documents.kinds import KINDS
from tests.documents import samples
from tests.documents.checker import RULES, complaints
from tests.documents.filled import filled
from tests.documents.pdf import base_fonts, opened
from tests.documents.tags import Tag, identifiers, owners, shown, tree

DOCS = Path(__file__).parents[2] / "docs" / "documents.md"
CELLS = ("/TD", "/TH", "/TR")
EVERY = ("usual", "long", "rare", "hostile", *KINDS)


@pytest.fixture(scope="session")
def every(canary: Path) -> Mapping[str, bytes]:
    """Every sample, and a document of each kind with all that it may hold."""
    wanted = {
        "usual": samples.USUAL,
        "long": samples.LONG,
        "rare": samples.RARE,
        "hostile": samples.hostile(canary.as_uri()),
        **{kind: filled(kind, "Texte ordinaire", full=True) for kind in KINDS},
    }
    made = {}
    # All at once: starting the engine is most of what one costs.
    for name, rendered in zip(wanted, make_pdfs([*wanted.values()]), strict=True):
        assert isinstance(rendered, Rendered), rendered
        made[name] = rendered.data
    return made


def _changed(data: bytes, path: str, key: str) -> bytes:
    pdf = opened(data)
    where = pdf.Root if not path else pdf.Root[path]
    del where[key]
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("profile", RULES)
def test_a_checker_finds_nothing_against_any_document(
    every: Mapping[str, bytes], profile: str
) -> None:
    found = {name: complaints(data, profile) for name, data in every.items()}
    assert not any(found.values()), found


@pytest.mark.parametrize(
    ("profile", "path", "key", "word"),
    [
        ("2a", "", "/OutputIntents", "RGB"),
        ("2a", "", "/MarkInfo", "MARK"),
        ("2a", "", "/Metadata", "METADATA"),
        ("ua1", "", "/Lang", "LANG"),
        ("ua1", "/ViewerPreferences", "/DisplayDocTitle", "TITLE"),
        ("ua1", "", "/StructTreeRoot", "STRUCT-TREE"),
    ],
)
def test_the_checker_finds_what_is_wrong(
    every: Mapping[str, bytes], profile: str, path: str, key: str, word: str
) -> None:
    found = complaints(_changed(every["usual"], path, key), profile)
    assert any(word in complaint.upper() for complaint in found), found


def test_the_docs_say_what_is_claimed_and_by_what_it_is_checked() -> None:
    said = DOCS.read_text(encoding="utf-8")
    assert f"{RULES['2a']} rules" in said
    assert f"{RULES['ua1']} rules" in said
    assert "page-validation" in said


@pytest.mark.parametrize("name", EVERY)
def test_one_packet_says_both_and_what_the_file_says_elsewhere(
    every: Mapping[str, bytes], name: str
) -> None:
    # ISO 19005-2, 6.6.2.1 (one packet), 6.6.3 (the same as in Info), 6.6.4; ISO 14289-1, 5.
    pdf = opened(every[name])
    packet = pdf.Root.Metadata.read_raw_bytes()
    assert "/Filter" not in pdf.Root.Metadata
    assert packet.count(b"<rdf:RDF") == packet.count(b"<?xpacket begin") == 1
    with pdf.open_metadata() as said:
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "A")
        assert said["pdfuaid:part"] == "1"
        assert said["dc:title"] == str(pdf.docinfo["/Title"])
        assert said["xmp:CreatorTool"] == str(pdf.docinfo["/Creator"]) == "e33tui"
        assert said["pdf:Producer"] == str(pdf.docinfo["/Producer"])
    assert set(pdf.docinfo) == {"/Title", "/Creator", "/Producer"}


@pytest.mark.parametrize("name", EVERY)
def test_the_file_is_drawn_the_same_anywhere(every: Mapping[str, bytes], name: str) -> None:
    # ISO 19005-2, 6.1.3 (identifier), 6.2.3 (output intent), 6.2.10 (no transparency),
    # 6.2.11.4 (fonts embedded), 6.2.11.7 (letters told).
    pdf = opened(every[name])
    assert len(pdf.trailer.ID) == 2
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
    for entry in pdf.objects:
        if isinstance(entry, pikepdf.Dictionary):
            assert not {"/SMask", "/BM"} & set(entry.keys())
            assert {entry.get("/ca", 1), entry.get("/CA", 1)} == {1}
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            assert re.match(r"/[A-Z]{6}\+E33-", str(font.BaseFont)), "a part, of a font of ours"
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


@pytest.mark.parametrize("name", EVERY)
def test_headings_are_in_order(every: Mapping[str, bytes], name: str) -> None:
    # ISO 14289-1, 7.4.2: from the first level on, and none left out on the way down.
    found = [tag.name for tag in tree(every[name]).under() if re.match(r"/H\d", tag.name)]
    levels = [int(heading[2:]) for heading in found]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("name", EVERY)
def test_cells_are_tied_to_their_headers(every: Mapping[str, bytes], name: str) -> None:
    # ISO 14289-1, 7.5; ISO 32000-1, 14.7.2 (identifiers) and table 349 (Headers, Scope).
    top, known = tree(every[name]), identifiers(every[name])
    headers = [tag for tag in top.under() if tag.name == "/TH"]
    assert known == sorted({tag.key for tag in headers})
    assert len(known) == len(headers)
    assert {tag.scope for tag in headers} <= {"/Row", "/Column"}
    cells = [tag for tag in top.under() if tag.name == "/TD"]
    assert all(tag.headers for tag in cells)
    assert {header for tag in cells for header in tag.headers} <= set(known)


def test_a_cell_is_tied_to_every_level_above_it(every: Mapping[str, bytes]) -> None:
    top = tree(every["dossier"])
    degrees, grid = (tag for tag in top.under() if tag.name == "/Table")
    assert _ties(degrees) == [["/Column", "/Row", "/Row"]] * 8
    assert _ties(grid) == [["/Column", "/Column", "/Row", "/Row"]] * 8


def _ties(table: Tag) -> list[list[str]]:
    """Return the scopes of each data cell's headers, each header being told once."""
    scopes = {tag.key: tag.scope for tag in table.under() if tag.name == "/TH"}
    cells = [tag for tag in table.under() if tag.name == "/TD"]
    assert all(len(set(cell.headers)) == len(cell.headers) for cell in cells)
    assert len({cell.headers for cell in cells}) == len(cells), "no two cells mean the same"
    return [sorted(scopes[header] for header in cell.headers) for cell in cells]


@pytest.mark.parametrize("name", EVERY)
def test_everything_shown_is_read_once_or_an_artifact(
    every: Mapping[str, bytes], name: str
) -> None:
    # ISO 14289-1, 7.1 (tagged or artifact), 7.8 (running heads and feet).
    top = tree(every[name])
    assert all(tag.kids for tag in top.under() if tag.name not in CELLS), "no tag is empty"
    marks = list(top.marks())
    pages = shown(every[name])
    drawn = [
        (number, piece.mark)
        for number, pieces in enumerate(pages)
        for piece in pieces
        if piece.mark is not None
    ]
    assert sorted(marks) == sorted(set(drawn))
    assert owners(every[name]) == sorted(marks)
    kinds = {piece.artifact for pieces in pages for piece in pieces if piece.mark is None}
    assert kinds <= {"/Pagination"}


def test_a_head_is_read_first_a_foot_last_and_neither_again(every: Mapping[str, bytes]) -> None:
    for data, head in ((every["dossier"], True), (every["long"], False)):
        top, pages = tree(data), shown(data)
        first, *_, foot = top.kids
        assert isinstance(first, Tag)
        assert isinstance(foot, Tag)
        drawn_last = max(piece.mark or 0 for piece in pages[-1])
        assert ([page for page, _mark in foot.marks()][-1], drawn_last) == list(foot.marks())[-1]
        # A first page's head is drawn after its text.
        assert (next(first.marks()) > (0, 0)) is head
        repeated = [p for pieces in pages for p in pieces if p.artifact == "/Pagination"]
        assert len(repeated) > 2 * (len(pages) - 1)


def test_texts_are_read_as_they_are_drawn(every: Mapping[str, bytes]) -> None:
    # ISO 14289-1, 7.2: the order of reading is that of the form.
    body = [
        mark
        for kid in tree(every["long"]).kids[:-1]
        if isinstance(kid, Tag)
        for mark in kid.marks()
    ]
    assert body == sorted(body)


def test_several_documents_in_one_file_keep_to_the_standards() -> None:
    data = make_pdf(samples.USUAL, samples.FACTUAL).data
    assert [complaints(data, profile) for profile in RULES] == [[], []]
    feet = [tag for tag in tree(data).kids if isinstance(tag, Tag) and tag.name == "/Div"]
    assert len(feet) >= 2
    assert base_fonts(data) == {"E33-Texte", "E33-Texte-Semi-Bold", "E33-Texte-Italic"}

"""PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) in one file: each test names its clause.

A checker judges the whole of every kind of document; what it takes on trust is looked at here.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from e33tui.documents import Rendered, make_pdfs
from e33tui.documents.kinds import KINDS
from tests.documents import samples
from tests.documents.checker import RULES, complaints, has_true_lengths
from tests.documents.filled import filled
from tests.documents.made import Maker
from tests.documents.pdf import base_fonts, opened
from tests.documents.tags import Tag, identifiers, owners, shown, tree

DOCS = Path(__file__).parents[2] / "docs" / "documents.md"
CELLS = ("/TD", "/TH", "/TR")
EVERY = ("usual", "long", "rare", "hostile", *KINDS)
poppler = pytest.mark.skipif(not shutil.which("pdftoppm"), reason="Poppler is not installed")


@pytest.fixture(scope="session")
def every(maker: Maker, canary: Path) -> Mapping[str, bytes]:
    """Every sample, and a document of each kind with all that it may hold."""
    wanted = {
        "usual": samples.USUAL,
        "long": samples.LONG,
        "rare": samples.RARE,
        "hostile": samples.hostile(canary.as_uri()),
        **{kind: filled(kind, "Texte ordinaire", full=True) for kind in KINDS},
    }
    return {name: maker.pdf(content).data for name, content in wanted.items()}


def test_every_kind_made_again_in_another_order_is_the_same_file(
    every: Mapping[str, bytes],
) -> None:
    kinds = sorted(KINDS, reverse=True)
    again = make_pdfs([filled(kind, "Texte ordinaire", full=True) for kind in kinds])
    for kind, rendered in zip(kinds, again, strict=True):
        assert isinstance(rendered, Rendered)
        assert rendered.data == every[kind], kind


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
            assert re.match(r"/[A-Z]{6}\+e33tui-", str(font.BaseFont)), "a part, of a font of ours"
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


def test_several_documents_in_one_file_keep_to_the_standards(maker: Maker) -> None:
    data = maker.pdf(samples.USUAL, samples.FACTUAL).data
    assert [complaints(data, profile) for profile in RULES] == [[], []]
    feet = [tag for tag in tree(data).kids if isinstance(tag, Tag) and tag.name == "/Div"]
    assert len(feet) >= 2
    assert base_fonts(data) == {"e33tui-Texte", "e33tui-Texte-Semi-Bold", "e33tui-Texte-Italic"}


# Another reader: Poppler, where it is installed.

_EDGE = 8
"""Pixels at a sheet's edge where nothing is drawn: 5 mm at 40 dots an inch."""


def _poppler(data: bytes, folder: Path, *command: str) -> bytes:
    """Return what one of its tools tells of a file, of which it has nothing to complain."""
    file = folder / "page.pdf"
    file.write_bytes(data)
    words = [str(file) if word == "FILE" else word for word in command]
    done = subprocess.run(words, capture_output=True, check=True)
    assert not done.stderr
    return done.stdout


@poppler
@pytest.mark.parametrize("words", [("pdftotext", "FILE", "-"), ("pdfinfo", "-struct-text", "FILE")])
def test_another_reader_has_the_form_in_its_order(
    every: Mapping[str, bytes], tmp_path: Path, words: tuple[str, ...]
) -> None:
    page = samples.USUAL
    found = _poppler(every["usual"], tmp_path, *words).decode()
    # Of the tags, their texts alone.
    quoted = re.findall(r'^ *"(.*)"$', found, re.MULTILINE)
    told, place = re.sub(r"\W+", "", " ".join(quoted) or found), 0
    for part in (
        page.exam,
        *(value for _label, value in page.identification),
        page.comments_title,
        *(text for each in page.comments for text in (each.heading, each.text)),
        page.appraisal_title,
        page.appraisal,
        page.members_title,
        *page.members,
    ):
        place = told.index(re.sub(r"\W+", "", part), place)


@poppler
@pytest.mark.parametrize("name", EVERY)
def test_another_reader_finds_tags_fonts_and_nothing_attached(
    every: Mapping[str, bytes], tmp_path: Path, name: str
) -> None:
    about = _poppler(every[name], tmp_path, "pdfinfo", "FILE").decode()
    said = dict(line.split(":", 1) for line in about.splitlines())
    wanted = {"Tagged": "yes", "JavaScript": "no", "Suspects": "no", "Encrypted": "no"}
    assert {key: said[key].strip() for key in wanted} == wanted
    fonts = _poppler(every[name], tmp_path, "pdffonts", "FILE").decode().splitlines()[2:]
    assert fonts
    # Embedded, a part of it, with its letters told.
    assert all(re.search(r" yes +yes +yes +\d+ +0$", font) for font in fonts), fonts
    assert b"0 embedded files" in _poppler(every[name], tmp_path, "pdfdetach", "-list", "FILE")


@poppler
@pytest.mark.parametrize("name", ["usual", "long", "rare"])
def test_another_reader_draws_every_sheet_within_its_edges(
    every: Mapping[str, bytes], tmp_path: Path, name: str
) -> None:
    pictures = _poppler(every[name], tmp_path, "pdftoppm", "-gray", "-r", "40", "FILE")
    drawn = list(_drawn(pictures))
    assert len(drawn) == len(opened(every[name]).pages)
    for rows in drawn:
        assert any(min(row) < 128 for row in rows)
        edges = [*rows[:_EDGE], *rows[-_EDGE:]]
        edges += [row[:_EDGE] + row[-_EDGE:] for row in rows]
        assert all(min(edge) == 255 for edge in edges)


def _drawn(pictures: bytes) -> Iterator[list[bytes]]:
    """Yield the rows of each picture, one byte of grey a pixel (PGM)."""
    while pictures:
        _kind, size, _most, rest = pictures.split(b"\n", 3)
        width, height = map(int, size.split())
        yield [rest[row * width : (row + 1) * width] for row in range(height)]
        pictures = rest[width * height :]


def test_a_stream_s_length_is_compared_with_what_it_holds(usual: Rendered) -> None:
    # ISO 19005-2, 6.1.7.1.
    assert has_true_lengths(usual.data)
    length = re.search(rb"/Length (\d+)", usual.data)
    assert length is not None
    start, end = length.span(1)
    longer = str(int(length[1]) + 1).encode()
    assert not has_true_lengths(usual.data[:start] + longer + usual.data[end:])

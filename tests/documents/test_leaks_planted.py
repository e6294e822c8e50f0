"""The look for marked words finds what is planted, wherever a file can hold it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from e33tui.documents import Rendered, make_html
from tests.documents.leaks import leaks, leaks_of
from tests.documents.made import Maker
from tests.documents.pdf import opened
from tests.documents.samples import USUAL
from tests.support.marked import word

MARK = word("planted")


def _saved(change: Callable[[pikepdf.Pdf], object]) -> Callable[[bytes], bytes]:
    def plant(data: bytes) -> bytes:
        with opened(data) as pdf:
            change(pdf)
            target = io.BytesIO()
            pdf.save(target)
        return target.getvalue()

    return plant


def _in_metadata(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:description"] = MARK


def _as_stream(pdf: pikepdf.Pdf, data: bytes) -> None:
    pdf.Root.PieceInfo = pdf.make_stream(data)


def _attach(pdf: pikepdf.Pdf, name: str, data: bytes) -> None:
    pdf.attachments[name] = data


def _in_the_page_s_code(pdf: pikepdf.Pdf) -> None:
    spaced = " ".join(MARK).encode("utf-16-be").hex()
    tag = f"/Span << /ActualText <feff{spaced}> >> BDC EMC\n"
    pdf.pages[0].contents_add(tag.encode(), prepend=True)


def _removed_again(data: bytes) -> bytes:
    """A revision before this one: its stream is in the file and in no table."""
    stream = _saved(lambda pdf: _as_stream(pdf, MARK.encode()))(data)
    # The last address in the file is that of the table in force.
    return data + stream + data[data.rindex(b"startxref") :]


PLANTS: dict[str, Callable[[bytes], bytes]] = {
    "title": _saved(lambda pdf: pdf.docinfo.update({"/Keywords": MARK})),
    "metadata": _saved(_in_metadata),
    "attachment": _saved(lambda pdf: _attach(pdf, "x", MARK.encode())),
    "attachment's name": _saved(lambda pdf: _attach(pdf, MARK, b"x")),
    "string": _saved(lambda pdf: pdf.Root.update({"/X": pikepdf.Array([MARK + "é"])})),
    "name": _saved(lambda pdf: pdf.Root.update({"/X": pikepdf.Name(f"/{MARK}")})),
    "key": _saved(lambda pdf: pdf.Root.update({f"/{MARK}": 1})),
    "trailer": _saved(lambda pdf: pdf.trailer.update({"/X": MARK})),
    "stream": _saved(lambda pdf: _as_stream(pdf, MARK.encode())),
    "wide stream": _saved(lambda pdf: _as_stream(pdf, b"x" + MARK.encode("utf-16-be"))),
    "what stands for a text": _saved(_in_the_page_s_code),
    "earlier revision": _removed_again,
    "comment": lambda data: data + f"% {MARK}".encode(),
}


@pytest.mark.parametrize("where", PLANTS)
def test_a_word_planted_in_a_file_is_found(where: str, usual: Rendered) -> None:
    assert not list(leaks_of("verso.pdf", usual.data))
    planted = PLANTS[where](usual.data)
    assert {found for _, told in leaks_of("verso.pdf", planted) for found in told} == {"planted"}


def test_a_word_printed_on_a_page_is_found_though_it_is_cut(maker: Maker) -> None:
    cut = MARK[:7] + "\u00ad" + MARK[7:]
    page = replace(USUAL, appraisal=f"{'x' * 77}{cut} {MARK[:5]} {MARK[5:]}")
    for name, data in (("a.pdf", maker.pdf(page).data), ("a.html", make_html(page))):
        found = dict(leaks_of(name, data))
        assert found.get("page", found.get("text")) == {"planted"}


@pytest.mark.parametrize(
    "markup",
    [f"<!-- {MARK} -->", f"<p title='{MARK}'>", "".join(f"&#{ord(c)};" for c in MARK),
     "<b>".join(MARK)],
)  # fmt: skip
def test_a_word_planted_in_a_plain_page_is_found(markup: str) -> None:
    page = make_html(USUAL)
    assert not list(leaks_of("a.html", page))
    assert list(leaks_of("a.html", page + markup.encode()))


def test_a_word_in_a_file_s_name_is_found(tmp_path: Path) -> None:
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / f"verso-{MARK}.pdf").touch()
    assert list(leaks(tmp_path).values()) == [{"planted"}]

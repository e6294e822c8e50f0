from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from e33tui.documents import make_html
from e33tui.documents.job import Job, identifier
from e33tui.documents.page import MEASURES, Measure, page_html, running_identification
from e33tui.documents.resources import RESOURCES, Refused, read_resource
from e33tui.domain.text import visible
from e33tui.domain.verso import Verso, VersoComment
from tests.documents.pdf import TTFont
from tests.documents.samples import FACTUAL, LONG, USUAL, hostile

LANGUAGES = (
    "àâäæçéèêëîïôœöùûüÿÀÂÄÆÇÉÈÊËÎÏÔŒÖÙÛÜŸ«»‹›’“”–—…€°·\u00a0\u202f"
    "äöüßÄÖÜẞąćęłńóśźżĄĆĘŁŃÓŚŹŻăâđêôơưĂÂĐÊÔƠƯ"
    "ạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ"
)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _parsed(html: str) -> _Elements:
    parser = _Elements()
    parser.feed(html)
    parser.close()
    return parser


@pytest.mark.parametrize("verso", [USUAL, LONG, FACTUAL])
def test_the_plain_file_is_whole_and_loads_nothing(verso: Verso) -> None:
    html = make_html(verso).decode()
    assert "default-src 'none'" in html
    assert not re.search(r"e33:|url\(|@import|\bsrc=|\bhref=", html)
    text = re.sub(r"\s+", " ", " ".join(_parsed(html).text))
    for expected in (verso.subtest, *verso.members, verso.note, verso.fingerprint):
        assert expected in text.replace("\u00a0", " ")


def test_markup_in_any_text_stays_text() -> None:
    plain, attacked = _parsed(page_html(USUAL)), _parsed(page_html(hostile("file:///secret")))
    assert attacked.tags <= plain.tags | {"p"}
    assert attacked.attributes <= plain.attributes
    assert "{{7*7}}" in "".join(attacked.text)


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_every_character_of_a_name_is_shown_or_replaced(name: str) -> None:
    html = page_html(replace(USUAL, identification=(("Nom", f"⟦{name}⟧"),)))
    assert f"⟦{visible(name)}⟧" in "".join(_parsed(html).text)


def test_a_statement_stands_in_place_of_comments_and_appraisal() -> None:
    html = page_html(FACTUAL)
    assert "n’a pas eu lieu" in html
    assert FACTUAL.comments_title not in html
    assert FACTUAL.appraisal_title not in html


def test_a_notice_stands_before_the_exam_and_only_where_there_is_one() -> None:
    notice = "Entraînement, sans valeur d’examen"
    page = page_html(replace(USUAL, notice=notice))
    assert page.index(f'<p class="notice">{notice}') < page.index('<p class="exam">')
    assert 'class="notice"' not in page_html(USUAL)


def test_a_preview_has_no_fingerprint() -> None:
    assert "Empreinte" in page_html(USUAL)
    assert "Empreinte" not in page_html(replace(USUAL, fingerprint=""))


def test_the_candidate_is_repeated_by_name_and_number() -> None:
    assert running_identification(USUAL.identification) == USUAL.identification[3:]
    other = (("Candidate", "X"), ("Ref.", "1"))
    assert running_identification(other) == other


@pytest.mark.parametrize("measure", MEASURES)
def test_each_measure_is_a_class_of_the_page(measure: Measure) -> None:
    assert f'<body class="{measure}">' in page_html(USUAL, measure=measure)


@given(
    st.builds(
        Verso,
        **{
            **dict.fromkeys(
                (
                    "exam",
                    "subtest",
                    "subject",
                    "comments_title",
                    "comments_lead",
                    "appraisal_title",
                    "appraisal",
                    "members_title",
                    "note_title",
                    "note",
                    "note_out_of",
                    "proposal",
                    "fingerprint",
                ),
                st.text(max_size=9),
            ),
            "identification": st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9))).map(
                tuple
            ),
            "comments": st.lists(st.builds(VersoComment, st.text(), st.text()), max_size=3).map(
                tuple
            ),
            "members": st.lists(st.text(max_size=9), max_size=3).map(tuple),
            "statement": st.none() | st.text(max_size=9),
            "amended": st.none() | st.text(max_size=9),
        },
    )
)
def test_a_job_is_read_back_as_it_was_ordered(verso: Verso) -> None:
    job = Job((verso,), 512, 30.0)
    assert Job.decode(job.encode()) == job


def test_the_identifier_depends_on_the_content_alone() -> None:
    assert identifier(USUAL) == identifier(replace(USUAL))
    assert identifier(USUAL) != identifier(replace(USUAL, note="14"))
    assert re.fullmatch("[0-9a-f]{32}", identifier(USUAL))


def test_the_table_of_resources_is_all_there_is() -> None:
    for url in RESOURCES:
        assert read_resource(url)[0]
    for url in ("file:///etc/passwd", "e33:../page.py", "e33:fonts/", "", "data:,x", "http://x/"):
        with pytest.raises(Refused):
            read_resource(url)


@pytest.mark.parametrize("face", ["regular", "semibold", "italic"])
def test_the_shipped_font_has_the_letters_of_four_languages(face: str) -> None:
    font = TTFont(RESOURCES[f"e33:fonts/{face}"][0])
    assert not set(map(ord, LANGUAGES)) - set(font.getBestCmap())
    assert font["OS/2"].fsType == 0, "embedding is not restricted"

"""Cells that no spreadsheet computes, and that come back as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.domain.spreadsheet import as_meant, csv_file, harmless

COMPUTED = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("sign", COMPUTED)
@pytest.mark.parametrize("before", ["", "'", "''"])
def test_no_cell_begins_with_what_a_spreadsheet_computes(sign: str, before: str) -> None:
    cell = harmless(f"{before}{sign}HYPERLINK(1)")
    assert cell == f"'{before}{sign}HYPERLINK(1)"
    assert as_meant(cell) == f"{before}{sign}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["", "LE BŒUF", "0123", "'t Hooft", "'", "a=b", "N’GUYEN"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text == as_meant(text)


def test_a_formula_that_keeps_a_text_is_that_text() -> None:
    assert as_meant('="0123"') == "0123"
    assert as_meant('="1"&"2"') == '="1"&"2"'


@given(st.text(st.sampled_from(["'", '"', "a", *COMPUTED]), max_size=6))
def test_every_text_comes_back(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(COMPUTED)
    assert as_meant(cell) == text


def test_the_file_is_as_a_french_spreadsheet_opens_it() -> None:
    data = csv_file([["Numéro", "Nom"], ["0123", 'DE "X"; =Y'], ["=1", "é"]])
    assert data.startswith(b"\xef\xbb\xbfNum\xc3\xa9ro;Nom\r\n0123;")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1:] == [["0123", 'DE "X"; =Y'], ["'=1", "é"]]

"""Files of rosters as programs write them, and what is no roster."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.domain.errors import InputError
from e33tui.domain.identity import Accommodation, Candidate
from e33tui.domain.roster_columns import known_titles
from e33tui.domain.roster_lines import read_file
from e33tui.domain.roster_reading import Terms
from e33tui.domain.roster_table import MOST_BYTES, MOST_ROWS, decoded, rows_of

DATA = Path(__file__).parents[1] / "data" / "rosters"
USUAL = Accommodation(300, 500)
TERMS = Terms(USUAL, "2026-06-22")
EXPECTED = [
    (Candidate("0260101", "LE BŒUF-GUÉRIN", "Anaïs"), "08:30", Accommodation()),
    (Candidate("0260102", "N’DIAYE", "Éloïse"), "09:15", USUAL),
    (Candidate("0260103", "GARÇON", "Noël; Rémi"), "10:00", USUAL),
]


@pytest.mark.parametrize("path", sorted(DATA.glob("*.[ct][sx][vt]")), ids=lambda path: path.name)
def test_every_program_s_file_says_the_same(path: Path) -> None:
    found = read_file(path.read_bytes(), TERMS)
    assert [(e.candidate, e.convocation, e.accommodation) for e in found.lines] == EXPECTED
    assert (found.faults, found.remarks, found.ignored) == ((), (), ("Classe",))


def test_the_files_differ_in_all_that_programs_differ_in() -> None:
    data = {path.name: path.read_bytes() for path in DATA.glob("*.[ct][sx][vt]")}
    assert len(data) == 6
    assert sum(d.startswith(b"\xef\xbb\xbf") for d in data.values()) == 1
    assert sum(d.startswith(b"\xff\xfe") for d in data.values()) == 1
    assert sum(b"\r\n" in d for d in data.values()) == 3
    assert sum(b"\n" not in d for d in data.values()) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "text",
    [
        "Numéro;Prénom",
        "N°;Nom\n1;CHÂTEAU-GONÇALVÈS\n2;Françoise Hélène Noël",
        "Numero;Nom\n1;Aïcha",
        "Numero;Nom\n1;Zoë Ève ÉMILE",
        "n;nom\n1;D’ÂGE « œil »",
        "n;nom\n1;Sœur",
    ],
)
def test_an_encoding_is_told_by_the_letters_that_it_gives(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "il est vide"),
        (b"\xef\xbb\xbf \r\n", "il est vide"),
        (b";;;\r\n;;;\r\n", "il est vide"),
        (b"sep=;\n", "il est vide"),
        (b"\x7fELF\x02\0\0\0", "pas un fichier de texte"),
        ("Numéro;Nom\n1;A".encode("utf-16-le"), "pas un fichier de texte"),
        (b"x" * (MOST_BYTES + 1), "16 Mo"),
        (b"1;A\n2;B\n", "titre des colonnes"),
        (b"Bonjour", "titre des colonnes"),
        (b"Nom;Heure\nA;8h\n", "ligne 1, aucune colonne n’a pour titre « Numéro »"),
        (b"\n\nNumero;Heure\n1;8h\n", "ligne 3, aucune colonne n’a pour titre « Nom »"),
        (b"Numero;Nom;Nom\n1;A;B\n", "deux colonnes ont pour titre « Nom »"),
        (b"Numero;Nom\n", "que des titres"),
        (b'Numero;Nom\n1;A\n2;"B\n3;C\n', "ligne 3, un guillemet"),
    ],
)
def test_what_is_no_roster_is_refused_in_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(InputError) as refused:
        read_file(data, TERMS)
    assert why in refused.value.message
    assert refused.value.message.startswith("Fichier : ")


def test_more_lines_than_any_centre_has_are_refused() -> None:
    line = b"0260101;MARTIN;Camille\n"
    with pytest.raises(InputError, match="20\u202f000 lignes"):
        read_file(b"Numero;Nom;Prenom\n" + line * (MOST_ROWS + 1), TERMS)


def test_lines_are_counted_as_the_file_has_them() -> None:
    text = 'Numéro;Nom\r\n\r\n1;"LE\r\nROY"\r\n2;B\r\n'
    assert [row.line for row in rows_of(text, known_titles)] == [1, 3, 5]


TITLES = st.sampled_from(["N°", "Nom", "Prénom", "Heure", "Aménagement", "Date", "Lycée", "x"])
CELLS = st.one_of(st.text(max_size=8), st.text("0123456789/:;hE+,. ", max_size=12))


@given(st.binary(max_size=200))
def test_whatever_bytes_a_file_has_it_is_read_or_refused(data: bytes) -> None:
    check_read(data)


@given(st.lists(TITLES, max_size=8), st.lists(st.lists(CELLS, max_size=8), max_size=4))
def test_so_it_is_whatever_stands_below_the_titles(
    titles: list[str], rows: list[list[str]]
) -> None:
    table = [["N°", "Nom", *titles], *rows]
    check_read("\n".join(";".join(cells) for cells in table).encode("utf-8", "replace"))


def check_read(data: bytes) -> None:
    """Nothing but a reading or a sentence comes of a file."""
    with contextlib.suppress(InputError):
        found = read_file(data, TERMS)
        assert all(spot.line > 1 and spot.reason for spot in found.faults)
        assert all(line.candidate.number and line.candidate.surname for line in found.lines)


@pytest.mark.parametrize("separator", ";,\t")
def test_the_separator_is_the_one_that_parts_the_titles(separator: str) -> None:
    text = separator.join(("N° candidat", "Nom, prénom; tous", "Nom")) + "\n"
    text = text if separator == "\t" else text.replace("Nom, prénom; tous", '"Nom, prénom; tous"')
    assert rows_of(text, known_titles)[0].cells[0] == "N° candidat"


def test_a_line_that_names_the_separator_is_none_of_the_table() -> None:
    rows = rows_of("sep=|\nNuméro|Nom\n1|A;B,C\n", known_titles)
    assert [row.cells for row in rows] == [("Numéro", "Nom"), ("1", "A;B,C")]

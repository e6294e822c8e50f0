"""``e33tui touches``: the keys as they are, on a terminal, on one sheet of paper, as a file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from e33tui import cli, documents, keyfile, keymap
from e33tui.actions import ACTIONS
from e33tui.cli import key_card
from e33tui.documents import Card, Rendered, make_pdf
from e33tui.documents.job import Job, identifier
from e33tui.keymap import key_names
from e33tui.service import Service
from tests.documents.pdf import base_fonts, flat, glyphs, words


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    keymap.use(keymap.DEFAULT)


def put(home: Path, text: str) -> None:
    file = home / ".config" / "e33tui" / "touches.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def rows(card: Card) -> dict[str, tuple[str, ...]]:
    return {row.label: row.keys for section in card.sections for row in section.rows}


def test_the_card_has_every_action_with_its_keys() -> None:
    card = key_card.card()
    found = rows(card)
    assert {a.label: key_names(a, signs=False) for a in ACTIONS}.items() <= found.items()
    assert found["placer un degré"] == ("1 à 4",)
    titles = [section.title for section in card.sections]
    assert len(set(titles)) == len(titles)


def test_on_a_terminal_no_line_is_wider_than_eighty_columns(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["touches"]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert all(line[11:13].isspace() for line in shown.splitlines() if re.match(r"  \S.{20}", line))
    assert not re.search(r"^\s*[;:?!»]", shown, re.MULTILINE), "French print breaks no line there"
    said = " ".join(shown.split())
    for action in ACTIONS:
        assert f"{action.label} : {action.help}" in said, action.id
    assert "sans Maj : & é \" '." in said


def test_the_account_s_own_keys_are_on_the_card(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(home, '[touches]\nannuler = ["^W", "^Z"]\najouter = "w"\n')
    assert cli.main(["touches"]) == 0
    shown = capsys.readouterr().out
    assert "  ^W ^Z      annuler : " in shown
    assert "  W          ajouter : " in shown


def test_every_fault_is_told_beside_the_tables_own_keys(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(home, '[touches]\nannuler = "F5"\nretour = "^N"\n')
    assert cli.main(["touches"]) == 1
    told = capsys.readouterr()
    assert "  ^Z         annuler : " in told.out
    first, second, *_ = told.err.splitlines()
    assert first.startswith("~/.config/e33tui/touches.toml : « annuler » : « F5 » ne peut pas")
    assert "« retour » ont la même touche, ^N" in second


def test_the_file_that_it_writes_changes_nothing_until_a_line_is_let_in(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["touches", "--modele"]) == 0
    shown = capsys.readouterr().out
    assert keyfile.parse(shown.encode()) == ({}, ())
    for mark in ("# ", "#"):
        let_in = re.sub(f"^{mark}", "", shown, flags=re.MULTILINE)
        changed, faults = keyfile.parse(let_in.encode())
        assert faults == ()
        assert changed == {action.id: action.keys for action in ACTIONS}
    put(home, shown.replace("# annuler = ", "annuler = ").replace('"^Z"', '"^W"'))
    assert keyfile.read().changed == {"undo": ("ctrl+w",)}


@pytest.mark.parametrize("wrong", [["--pdf"], ["--modele", "--pdf", "x.pdf"], ["x"], ["--x"]])
def test_a_wrong_use_is_told(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["touches", *wrong]) == 2
    assert "Commande mal écrite" in capsys.readouterr().err


def test_of_many_faults_the_first_are_told_and_counted(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(home, "[touches]\n" + "".join(f"x{number} = 3\n" for number in range(9)))
    assert cli.main(["touches"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 6
    assert said[-1] == "Et 4 autres fautes dans ce fichier."


# -- On paper ---------------------------------------------------------------------------------------


def test_the_printed_card_is_one_sheet_in_its_own_fonts() -> None:
    card = key_card.card()
    data = make_pdf(card).data
    pages = PdfReader(io.BytesIO(data)).pages
    assert 1 <= len(pages) <= 2, "both sides of one sheet"
    for page in pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    text = words(data)
    for section in card.sections:
        assert section.title in text
        for row in section.rows:
            assert flat(f"{' '.join(row.keys)} {row.label} : {row.help}") in text, row.label
    assert base_fonts(data) == {"e33tui-Texte", "e33tui-Texte-Semi-Bold"}
    assert 0 not in {glyph for _, glyph in glyphs(data)}, "a letter that the font has not"


def test_a_card_is_ordered_and_read_back_as_it_is() -> None:
    card = key_card.card()
    job = Job((card,), 512, 30.0)
    assert Job.decode(job.encode()) == job
    assert len(identifier(card)) == 32


def test_a_file_that_is_there_is_not_replaced_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(documents, "make_pdf", lambda card: Rendered(b"%PDF", "0" * 64))
    file = tmp_path / "touches.pdf"
    assert cli.main(["touches", "--pdf", str(file)]) == 0
    assert file.read_bytes() == b"%PDF"
    file.write_bytes(b"mine")
    assert cli.main(["touches", "--pdf", str(file)]) == 1
    assert file.read_bytes() == b"mine"
    assert "existe déjà : donnez un autre nom." in capsys.readouterr().err
    assert cli.main(["touches", "--pdf", str(tmp_path / "none" / "x.pdf")]) == 1
    assert "ne peut pas être écrit" in capsys.readouterr().err


# -- At the start -------------------------------------------------------------------------------------


def test_the_interface_opens_with_the_accounts_keys(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[keymap.Keymap] = []

    class Opened:
        last_words, return_code = "", 0

        def __init__(self, service: Service, *others: object) -> None:
            service.close()
            seen.extend(other for other in others if isinstance(other, keymap.Keymap))

        def run(self, **_: object) -> int:
            return 0

    monkeypatch.setattr("e33tui.app.E33App", Opened)
    monkeypatch.setattr("e33tui.cli.interface.require_terminal", lambda: None)
    monkeypatch.setattr("e33tui.cli.interface.gc.disable", lambda: None)
    monkeypatch.setattr("e33tui.cli.interface.signal.signal", lambda *_: None)
    put(home, '[touches]\nannuler = "^W"\n')
    assert cli.main([str(tmp_path / "seance")]) == 0
    put(home, '[touches]\nannuler = "^N"\n')
    assert cli.main([str(tmp_path / "seance")]) == 0
    assert [found.changed for found in seen] == [{"undo": ("ctrl+w",)}, {}]
    assert seen[1].warning.startswith("~/.config/e33tui/touches.toml : « ")

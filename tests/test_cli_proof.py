"""``e33tui verifier --document`` and ``--empreinte``: whose a page is, and of which version."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from e33tui import cli
from e33tui.domain import seal
from e33tui.persistence.layout import Layout
from e33tui.persistence.register import Register
from e33tui.service.proof import parse_fingerprint
from tests.service.damaging import LOCKED, RUNNING, WAITING, Case
from tests.service.support import GIVEN_NAME, NUMBER, PATIENCE, SURNAME, commands_to
from tests.store.support import tree

Asked = Callable[..., tuple[int, list[str]]]
IN_FORCE = "Cette version est en vigueur."
ELSEWHERE = "n’est pas un document de cette séance : il vient d’ailleurs, ou il a été modifié."


@pytest.fixture
def ask(case: Case, capsys: pytest.CaptureFixture[str]) -> Asked:
    """Run the command; return its code and what it says beyond what it says of every séance."""

    def run(*words: str | Path) -> tuple[int, list[str]]:
        capsys.readouterr()
        code = cli.main(["verifier", str(case.folder), *map(str, words)])
        out, err = capsys.readouterr()
        said = (out + err).replace("\u00a0", " ").splitlines()
        assert not any(
            each in sentence for each in (NUMBER, SURNAME, GIVEN_NAME) for sentence in said
        )
        return code, [s for s in said if not s.startswith(("Scellés et registre", "Tête du"))]

    return run


def verso(case: Case) -> Path:
    """The one verso of the day, of its first candidate's second version."""
    (found,) = (case.folder / "exports" / "communicable").iterdir()
    return found


def seals(case: Case) -> list[str]:
    """The seals of the first candidate's versions, oldest first."""
    entries = Register(Layout(case.folder)).entries()
    return [e.seal for e in entries if e.passage == case.passages[LOCKED] and e.seal]


def sealed(case: Case, version: int) -> str:
    return f"passages/{case.passages[LOCKED]}/scelles/{version:04d}.json"


# A file


def test_a_page_is_known_wherever_it_lies_and_whatever_it_is_called(
    case: Case, ask: Asked, tmp_path: Path
) -> None:
    copy = tmp_path / "a" / f"{SURNAME} reçu.pdf"
    copy.parent.mkdir()
    shutil.copyfile(verso(case), copy)
    before = tree(case.folder)
    for path in (verso(case), copy):
        code, (told, standing) = ask("--document", path)
        assert (code, standing) == (0, IN_FORCE)
        assert "est un document de cette séance, produit le 22/06/2026 à" in told
        assert told.endswith(f"d’après {sealed(case, 2)} (version 2).")
    assert tree(case.folder) == before


def test_it_is_not_made_again(case: Case, ask: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> object:
        raise AssertionError

    monkeypatch.setattr("e33tui.documents.make_pdf", never)
    assert ask("--document", verso(case))[0] == 0


def test_a_page_of_which_one_byte_changed_is_told(case: Case, ask: Asked) -> None:
    path = verso(case)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    code, (told, advice) = ask("--document", path)
    assert code == 1
    assert "porte le nom d’un document de cette séance et n’en a pas le contenu" in told
    assert "« --empreinte »" in advice


def test_a_foreign_page_is_told(case: Case, ask: Asked, tmp_path: Path) -> None:
    foreign = tmp_path / f"{SURNAME}.pdf"
    foreign.write_bytes(b"%PDF-1.7 une lettre")
    code, (told, _) = ask("--document", foreign)
    assert (code, told) == (1, f"Ce fichier {ELSEWHERE}")


def test_a_page_of_an_earlier_version_is_told(case: Case, ask: Asked, tmp_path: Path) -> None:
    kept = tmp_path / "ancien.pdf"
    shutil.copyfile(verso(case), kept)
    service = case.open()
    desk = service.open(case.passages[LOCKED])
    desk.reopen("Harmonisation")
    assert desk.leave()
    assert ask("--document", kept) == (1, [
        ask("--document", kept)[1][0],
        "Elle n’est plus en vigueur : la fiche a été rouverte depuis.",
    ])  # fmt: skip
    service.open(case.passages[LOCKED]).lock().result(PATIENCE)
    later = ask("--document", kept)
    assert later[0] == 1
    assert later[1][1] == "Elle n’est plus en vigueur : 1 autre version a été scellée depuis."


def test_a_page_whose_sealed_version_was_changed_proves_nothing(case: Case, ask: Asked) -> None:
    file = case.file("locked/scelles/0002.json")
    file.chmod(0o600)
    file.write_bytes(file.read_bytes().replace(b'"note":27', b'"note":35'))
    code, said = ask("--document", verso(case))
    assert code == 1
    assert said[-1] == "Ce fichier n’est plus ce qui a été scellé."
    assert any("a été modifié depuis son verrouillage" in each for each in said[:-2])


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (Path.mkdir, "Ce document est un dossier. Donnez le nom d’un fichier"),
        (os.mkfifo, "chose n’a pas pu être lu"),
        (lambda path: None, "Ce document est introuvable. Vérifiez son nom"),
    ],
)
def test_what_is_no_file_is_told_and_not_waited_for(
    make: Callable[[Path], object], why: str, ask: Asked, tmp_path: Path
) -> None:
    path = tmp_path / "chose"
    make(path)
    code, (told,) = ask("--document", path)
    assert code == 1
    assert why in told


# A printed fingerprint


def _forms(printed: str) -> list[str]:
    groups = printed.split()
    return [
        printed,
        printed.upper(),
        "".join(groups),
        "\u00a0".join(groups),
        "\u202f".join(groups),
        " - ".join(groups),
        "\u2011".join(groups),
        "\u00ad".join(groups),
        "\u200b".join(groups),
        ".".join(groups),
        f"Empreinte\u00a0: {printed}",
        f"  EMPREINTE : {printed}\n",
        "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in printed),
    ]


def test_a_printed_fingerprint_is_read_however_it_is_typed(case: Case, ask: Asked) -> None:
    first, second = seals(case)
    printed = seal.fingerprint(second)
    assert {parse_fingerprint(form) for form in _forms(printed)} == {printed.replace(" ", "")}
    for form in (printed, printed.upper(), second):
        code, (told, standing) = ask("--empreinte", form)
        assert (code, standing) == (0, IN_FORCE)
        assert told.startswith(
            f"Cette empreinte est celle de {sealed(case, 2)} (version 2), scellé"
        )
    code, (told, standing) = ask("--empreinte", seal.fingerprint(first))
    assert code == 1
    assert f"{sealed(case, 1)} (version 1)" in told
    assert standing == "Elle n’est plus en vigueur : 1 autre version a été scellée depuis."


@pytest.mark.parametrize(
    "typed", ["", "3fa9 c01b 77de", "bordereau", "3fa9 c01b 77de 90ag", "0" * 65]
)
def test_what_is_no_fingerprint_is_one_sentence(typed: str, ask: Asked) -> None:
    code, (told,) = ask("--empreinte", typed)
    assert code == 1
    assert "16 chiffres hexadécimaux" in told


def test_an_unknown_fingerprint_is_told(case: Case, ask: Asked) -> None:
    code, (told,) = ask("--empreinte", "0123 4567 89ab cdef")
    assert code == 1
    assert "n’est celle d’aucune version scellée de cette séance" in told


def test_the_registers_head_is_told_from_a_versions(case: Case, ask: Asked) -> None:
    head = Register(Layout(case.folder)).head()
    code, (told,) = ask("--empreinte", head[:16])
    assert code == 1
    assert "« --tete »" in told


def test_one_that_fits_several_is_one_sentence(case: Case, ask: Asked) -> None:
    register = Register(Layout(case.folder))
    for version, rest in ((1, "0"), (2, "1")):
        twin = "ab" * 16 + rest * 32
        register.append("lock", passage="f" * 16, version=version, seal=twin, at=1)
    code, said = ask("--empreinte", "ab" * 8)
    assert code == 1
    assert said[-1] == (
        "Cette empreinte convient à 2 versions scellées : donnez-en davantage de chiffres."
    )


def test_after_a_purge_the_register_alone_tells(case: Case, ask: Asked) -> None:
    page, printed = case.folder.parent / "gardé.pdf", seal.fingerprint(seals(case)[1])
    shutil.copyfile(verso(case), page)
    assert cli.main(["purger", "--oui", str(case.folder)]) == 0
    code, said = ask("--empreinte", printed)
    assert code == 1
    assert said[-2].startswith(
        f"Cette empreinte est celle de {sealed(case, 2)} (version 2), scellé"
    )
    assert said[-1] == "Son contenu a été purgé : seul le registre en témoigne encore."
    code, said = ask("--document", page)
    assert code == 1
    assert said[-1].startswith("La liste des documents a disparu avec la purge")


def test_both_may_be_asked_at_once(case: Case, ask: Asked) -> None:
    printed = seal.fingerprint(seals(case)[1])
    code, said = ask("--document", verso(case), "--empreinte", printed)
    assert code == 0
    assert said.count(IN_FORCE) == 2
    assert len(said) == 4


def test_a_page_of_another_candidate_names_its_own_version(case: Case, ask: Asked) -> None:
    service = case.open()
    desk = service.open(case.passages[WAITING])
    for command in commands_to("complete"):
        desk.do(command)
    desk.lock().result(PATIENCE)
    page = service.exports.verso(case.passages[WAITING])
    code, (told, standing) = ask("--document", page)
    assert (code, standing) == (0, IN_FORCE)
    assert f"passages/{case.passages[WAITING]}/scelles/0001.json (version 1)" in told
    assert case.passages[RUNNING] not in told

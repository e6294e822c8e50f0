"""``e33tui purger``: asked before, told after, and nothing without one of the two."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui import cli
from e33tui.domain.sitting_commands import SetRetention
from e33tui.store import Store
from tests.end_to_end.terminal import Terminal
from tests.service.support import Day, every_byte
from tests.store.support import tree

NAMES = ("ARNAUD", "BELKACEM", "0260017", "0260023")


class Said:
    """What a command wrote, on one line each."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def run(self, *words: str | Path) -> int:
        self._capsys.readouterr()
        code = cli.main([str(word) for word in words])
        out, err = self._capsys.readouterr()
        self.out, self.err = out.replace("\u00a0", " "), err.replace("\u00a0", " ")
        return code


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(capsys)


def keep_until(folder: Path, day: str) -> None:
    """Set a retention date as the form does."""
    store = Store.open(folder)
    store.sitting.append(lambda _: [{"do": SetRetention.do, "at": ["boot", 1, 2], "until": day}])
    assert store.close(5)


def is_purged(folder: Path) -> bool:
    names = {path.name for path, _ in every_byte(folder)} - {"registre", "seance", "ouverture"}
    return names <= {"registre.json", "registre.json.precedent"}


def test_without_a_date_or_a_word_nothing_is_removed(demo: Path, said: Said) -> None:
    before = dict(every_byte(demo))
    assert said.run("purger", demo) == 1
    assert "3 fiches de passage, dont 1 avec historique" in said.out
    for line in ("1 version scellée", "1 document produit", "cette séance n’est pas close"):
        assert line in said.out
    assert "2 passages commencés ne sont pas verrouillés" in said.out
    assert said.err.startswith("Rien n’a été retiré. Aucune date de conservation n’est fixée")
    assert "--oui" in said.err
    assert dict(every_byte(demo)) == before


def test_a_date_to_come_is_named(demo: Path, said: Said) -> None:
    keep_until(demo, "9998-12-31")
    assert said.run("purger", demo) == 1
    assert "La date de conservation (31/12/9998) n’est pas passée" in said.err
    assert not is_purged(demo)


def test_after_the_date_no_word_is_needed(said: Said, tmp_path: Path) -> None:
    day = Day(tmp_path / "seance")
    day.service.change(SetRetention("2026-06-30"))
    day.end()
    assert said.run("purger", day.folder) == 0
    assert "Purge de la séance du 22/06/2026" in said.out
    assert is_purged(day.folder)


@pytest.mark.parametrize("words", [["--oui"], ["--oui", "--observations"]])
def test_who_says_yes_beforehand_is_not_asked(demo: Path, said: Said, words: list[str]) -> None:
    assert said.run("purger", demo, *words) == (1 if "--observations" in words else 0)
    assert "Le système de fichiers, le disque ou une sauvegarde peuvent garder" in said.out
    assert is_purged(demo) == ("--observations" not in words)


def test_it_says_what_it_removed_and_what_stays(demo: Path, said: Said) -> None:
    note = demo / "exports" / "communicable" / "à part.txt"
    note.write_text("x", "utf-8")
    assert said.run("purger", demo, "--oui") == 0
    before, after = said.out.split("Purge inscrite au registre le ")
    removed = "1 version scellée\n  - 1 document produit\n"
    assert removed in before
    assert removed in after
    for part in (before, after):
        assert f"et restent :\n  - {note}\n" in part
    assert "Reste : registre.json" in after
    assert said.err == ""


def test_afterwards_the_commands_say_that_it_is_purged(demo: Path, said: Said) -> None:
    assert said.run("verifier", demo) == 0
    head = said.out.split("Tête du registre : ")[1].split()[0]
    assert said.run("purger", demo, "--oui") == 0
    assert said.run("verifier", demo) == 0
    assert "Séance purgée le " in said.out
    assert said.run("verifier", demo, "--tete", head) == 0
    assert said.run("exporter", demo, "0260017") == 1
    assert said.err.startswith("Séance purgée : Cette séance a été purgée le ")
    assert said.run("purger", demo) == 0
    assert "a été purgée le " in said.out
    assert is_purged(demo)


def test_a_purge_cut_short_goes_on_without_a_word(demo: Path, said: Said) -> None:
    store = Store.open(demo)
    store.register.append("purge", at=1, extra={"scope": "all"})
    assert store.close(5)
    assert said.run("exporter", demo, "0260017") == 1
    assert "La purge n’est pas terminée : relancez « e33tui purger »" in said.err
    assert said.run("verifier", demo) == 1
    assert "seance.json aurait dû disparaître avec la purge inscrite." in said.out
    assert said.run("purger", demo) == 0
    assert "n’est pas terminée : elle continue." in said.out
    assert is_purged(demo)


def test_an_open_seance_is_refused_before_anything_is_asked(demo: Path, said: Said) -> None:
    store = Store.open(demo)
    store.announce("jury1 salle3 pts/2")
    assert said.run("purger", demo, "--oui") == 1
    assert said.out == ""
    assert said.err.startswith(
        "Séance ouverte : Cette séance est ouverte dans un autre terminal : "
    )
    assert "jury1 salle3 pts/2 depuis " in said.err
    assert store.close(5)
    assert not is_purged(demo)


def test_what_could_not_be_removed_is_told_with_code_1(
    demo: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: object, path: Path) -> None:
        if path.name == "0001.json":
            raise PermissionError(13, "refused")
        path.unlink()

    monkeypatch.setattr("e33tui.persistence.files.FileSystem.unlink", refused)
    assert said.run("purger", demo, "--oui") == 1
    assert "scelles/0001.json n’a pas pu être retiré : ce compte n’a pas le droit" in said.err
    assert "La purge n’est pas terminée : il reste 2 fichiers." in said.err
    monkeypatch.undo()
    assert said.run("purger", demo) == 0
    assert is_purged(demo)


def test_of_the_observations_an_oral_that_is_on_keeps_its_own(demo: Path, said: Said) -> None:
    for words in ((), ("--oui",)):
        assert said.run("purger", demo, "--observations", *words) == 1
        assert "Seront retirées pour toujours :\n  - 14 observations de 2 passages" in said.out
        assert "  - 1 passage : un oral est en cours" in said.out
        assert "1 fiche n’est pas verrouillée" in said.out
    assert "Retirées : 14 observations de 2 passages" in said.out
    assert "relancez la commande plus tard" in said.err
    assert said.run("verifier", demo) == 0
    assert said.run("exporter", demo, "0260017") == 0


def test_a_seance_without_observations_says_so(said: Said, tmp_path: Path) -> None:
    Day(tmp_path / "seance").end()
    assert said.run("purger", tmp_path / "seance", "--observations") == 0
    assert said.out.startswith("Aucune observation dans cette séance")


def test_nobody_is_named_but_by_the_name_of_a_page_that_stays(demo: Path, said: Said) -> None:
    for words in (("--observations",), ("--observations", "--oui"), (), ("--oui",)):
        said.run("purger", demo, *words)
        assert not any(name in said.out + said.err for name in NAMES)


def test_the_help_promises_no_more_than_it_can(said: Said) -> None:
    assert said.run("--help") == 0
    for part in ("purger DOSSIER", "--observations", "--oui", "n’atteint ni les sauvegardes"):
        assert part in said.out


@pytest.mark.parametrize("words", [["purger"], ["purger", "a", "b"], ["purger", "a", "--ou"]])
def test_wrong_use_is_told(words: list[str], said: Said) -> None:
    assert said.run(*words) == 2
    assert said.err.startswith("Commande mal écrite")


@pytest.mark.parametrize(("typed", "done"), [("PURGER", True), ("oui", False), ("", False)])
def test_in_a_terminal_the_word_is_asked_for(demo: Path, typed: str, done: bool) -> None:
    before = tree(demo)
    with Terminal("purger", str(demo)) as terminal:
        terminal.wait_for("Tapez PURGER pour confirmer")
        assert tree(demo).keys() == before.keys()
        terminal.send(f"{typed}\r".encode())
        assert terminal.wait_end() == (0 if done else 1)
        assert ("Rien n’a été retiré." in terminal.received.decode()) != done
    assert is_purged(demo) == done


def test_a_page_that_was_moved_is_named_before_and_after(demo: Path, said: Said) -> None:
    (page,) = (demo / "exports" / "communicable").glob("verso-*.pdf")
    page.rename(demo.parent / "moved.pdf")
    assert said.run("purger", demo, "--oui") == 0
    masked = f"N’a pas été retrouvé : verso-…-{page.name[-10:]}, sans doute déplacé."
    for part in said.out.split("Purge inscrite au registre le "):
        assert masked in part


def test_what_may_hold_observations_and_is_not_looked_into_is_named(demo: Path, said: Said) -> None:
    passage = next((demo / "passages").iterdir())
    left = [
        demo / "seance.json.endommage-1",
        demo / "copie.json",
        passage / "note.txt",
        demo / "passages" / "ancien" / "passage.json",
    ]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_text("une observation", "utf-8")
    (demo / "exports" / "communicable" / "à part.txt").write_text("x", "utf-8")
    said.run("purger", demo, "--observations", "--oui")
    first, *_, last = said.out.split("Ne sont pas regardés, et restent")
    assert said.out.count("Ne sont pas regardés") == 2
    assert "Seront retirées" in first
    named = {line[4:] for line in last.splitlines()[1:] if line.startswith("  - ")}
    assert named == {str(path) for path in left}
    assert all(path.exists() for path in left)

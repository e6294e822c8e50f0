"""An account's own keys: what the file may say, and one French sentence for whatever else it says."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui import keyfile
from e33tui.actions import ACTIONS, Place, actions_at
from e33tui.domain.text import visible
from e33tui.keychoice import INDISPENSABLE, clashes
from e33tui.keymap import DEFAULT, Keymap

SHARE = 5
"""Of all pairs of actions on one screen one in so many is tried: any of them would do."""
KEPT_BY_OTHERS = [f"ctrl+{letter}" for letter in "hijmsqab"]


def faults(entry: str) -> tuple[str, ...]:
    """What is wrong with a file of one line."""
    return keyfile.parse(f"[touches]\n{entry}\n".encode())[1]


def keys(*entries: str) -> dict[str, tuple[str, ...]]:
    """The keys that a sound file gives."""
    changed, wrong = keyfile.parse("\n".join(("[touches]", *entries)).encode())
    assert wrong == ()
    return changed


def test_every_action_has_a_name_of_its_own_that_a_file_can_hold_without_quotes() -> None:
    names = [keyfile.name_of(action) for action in ACTIONS]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").isalpha() and name.isascii() for name in names)
    for action in ACTIONS:
        for written in (keyfile.name_of(action), f'"{action.label}"', f'"{action.label.upper()}"'):
            found, wrong = keyfile.parse(f"[touches]\n{written} = []".encode())
            assert found == {}
            assert wrong[0].startswith(f"« {action.label} »")


@pytest.mark.parametrize(
    "written", ["ctrl+w", "Ctrl+W", "ctrl-w", "^W", "^w", "Ctrl + W", "control+w", "C-w"]
)
def test_a_key_is_written_as_people_write_it(written: str) -> None:
    assert keys(f'annuler = "{written}"') == {"undo": ("ctrl+w",)}


def test_a_letter_is_a_key_with_shift_and_without_where_no_text_is_typed() -> None:
    assert keys('ajouter = "w"', 'Modifier = ["E", "ctrl+w"]') == {
        "add": ("w", "W"),
        "edit": ("e", "E", "ctrl+w"),
    }


def test_keys_with_a_name_go_where_the_table_has_them() -> None:
    changed = keys(
        'observations-d-avant = "Page bas"',
        'observations-d-apres = "page haut"',
        'retirer = ["ctrl+w"]',
        'ouvrir = "Suppr"',
    )
    assert changed["earlier"] == ("pagedown",)
    assert changed["later"] == ("pageup",)
    assert changed["open"] == ("delete",)


def test_two_actions_may_change_their_keys_for_each_other() -> None:
    changed = keys('annuler = "^R"', 'retour = "^Z"')
    assert changed == {"undo": ("ctrl+r",), "back": ("ctrl+z",)}


def test_an_action_without_a_key_may_have_one() -> None:
    assert keys('"enregistrer une copie" = "^W"') == {"copy": ("ctrl+w",)}


def test_an_action_may_have_no_key_unless_it_is_indispensable() -> None:
    """The palette leads to it then, and its key is another's."""
    changed = keys('ajouter = ""', 'modifier = "a"', 'pause = ""')
    assert changed == {"add": (), "edit": ("a", "A"), "pause": ()}
    found = Keymap(changed)
    assert "A" not in found.bindings()["home.add"].split(",")
    assert found.bindings()["exam.pause"] not in ("", "ctrl+t")
    for action in ACTIONS:
        said = faults(f'{keyfile.name_of(action)} = ""')
        assert bool(said) == (action.id in INDISPENSABLE)
        assert not said or said[0].startswith(f"« {action.label} » : il lui faut une touche")


def test_an_entry_with_a_fault_makes_room_for_the_others_all_the_same() -> None:
    """A clash with a key that the file takes away would be a second fault where there is one."""
    for entry in (
        '"rouvrir le temps" = "F5"',
        '"rouvrir le temps" = 3',
        '"rouvrir le tmps" = "^V"',
    ):
        (said,) = faults(f'"question posée" = "^Y"\n{entry}')
        assert "rouvrir le t" in said
    told = faults('annuler = "F5"\nretour = "^N"')
    assert "« suite » et « retour »" in told[2], "what is sure is told at once"


@pytest.mark.parametrize(
    "written",
    [
        *KEPT_BY_OTHERS,
        *("F1", "f12", "alt+x", "Alt-Z", "Échap", "escape", "esc", "espace", "retour arrière"),
        *("a", "1", "&", "ctrl+é", "ctrl+1", "ctrl++", "ctrl+", "ctrl+shift+w", "shift+a", "w w"),
        *("home", "up", "Entrée", "Suppr", "Tab", "Maj+Tab", " ", "\\u001b[A", "x" * 5000),
    ],
)
def test_a_key_that_cannot_serve_is_refused_with_its_action_and_a_reason(written: str) -> None:
    (said,) = faults(f'annuler = "{written}"')
    assert said.startswith("« annuler » : « ")
    assert said.endswith(".")
    assert said.isprintable()
    assert len(said) < 160


def test_a_letter_is_refused_for_the_screen_on_which_it_would_be_typed() -> None:
    (said,) = faults('retour = "w"')
    assert "« Identification »" in said


@pytest.mark.parametrize("written", ["Gauche", "droite", "Début", "Fin"])
def test_what_moves_in_a_text_is_only_for_what_an_empty_line_gives_way_to(written: str) -> None:
    assert keys('relances = "Droite"', '"critère à couvrir" = "Gauche"', '"repères" = ""') == {
        "prompts": ("right",),
        "cover": ("left",),
        "reference": (),
    }
    (said,) = faults(f'pause = "{written}"')
    assert "elle sert dans un texte" in said


@pytest.mark.parametrize(
    ("entry", "both", "where"),
    [
        ('annuler = "^N"', "« suite » et « annuler »", "« Identification »"),
        ('ajouter = "s"', "« ajouter » et « séance »", "« Accueil »"),
        ('aide = "^R"', "« retour » et « aide »", "(écran « Séance » et "),
        ('aide = "^L"', "« aide » et « redessiner »", ", ^L, sur tous les écrans ;"),
        ('note = "page haut"', "« note » et « observations d’avant »", "« Profil »"),
    ],
)
def test_a_clash_names_both_actions_and_the_screen(entry: str, both: str, where: str) -> None:
    said = faults(entry)
    assert any(both in one and where in one for one in said), said
    assert len(set(said)) == len(said)


def test_every_clash_there_can_be_is_found() -> None:
    """Whatever an action gets of another on the same screen is told, whoever comes first."""
    together = {
        (first, second)
        for place in Place
        for first in actions_at(place)
        for second in actions_at(place)
        if first is not second and second.keys and second.keys != first.keys
    }
    assert len(together) > 500
    for first, second in sorted(together, key=str)[::SHARE]:
        said = clashes({first.id: (second.keys[0],)})
        assert any(f"« {first.label} »" in one for one in said), (first, second)
        assert any(f"« {second.label} »" in one for one in said), (first, second)
    assert clashes({}) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"annuler = '^W'", "mettez les touches sous [touches]"),
        (b"touches = 3", "écrivez [touches]"),
        (b"[touches]\nanuler = '^W'", "est-ce « annuler » ?"),
        (b"[touches]\nxyz = '^W'", "« e33tui touches » donne leurs noms"),
        (b"[touches]\nannuler = ^W", "ligne 2"),
        (b"[touches]\nannuler = '^W", "ne se lit pas"),
        (b"[touches]\n# \xe9", "ligne 2 : enregistrez ce fichier en UTF-8"),
        (b"[touches]\nannuler = 3", "« annuler » : donnez une touche entre guillemets"),
        (b"[touches]\nannuler = ['^W', 3]", "entre guillemets"),
        (b"[touches]\nannuler = ['^W', '^V', '^X', '^Y']", "3 au plus"),
        (b"[touches]\nannuler = '^W'\n'Annuler' = '^X'", "y est deux fois"),
        (b"[touches.annuler]\nx = '^W'", "« annuler » : donnez une touche"),
        (b"x = " + b"[" * 20_000, "ne se lit pas"),
        (b"# " + b"." * 99 + b"\na" + b".a" * 30_000 + b" = 1", "ligne 2 : cela ne se lit pas"),
        (b"#" * (keyfile.MOST_BYTES + 1), "bien trop long"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[touches]\n'\\u202e\\u001b[2J' = '^W'", "n’est le nom d’aucune action"),
        (b"[touches]\n'" + b"a" * 60_000 + b"' = '^W'", "n’est le nom d’aucune action"),
    ],
)
def test_any_other_fault_is_one_short_sentence_too(data: bytes, words: str) -> None:
    said = " ".join(keyfile.parse(data)[1])
    assert words in said
    assert said.isprintable()
    assert len(said) < 240


def test_a_file_with_nothing_in_it_changes_nothing() -> None:
    for data in (b"", b"\xef\xbb\xbf[touches]\r\n", b"# rien"):
        assert keyfile.parse(data) == ({}, ())


@given(
    st.binary(max_size=200)
    | st.dictionaries(
        st.text(max_size=12) | st.sampled_from([keyfile.name_of(action) for action in ACTIONS]),
        st.text(max_size=8) | st.sampled_from(["^W", "tab", "n", "Suppr", "F1", "^N"]),
        max_size=6,
    ).map(lambda entries: b"[touches]\n" + written(entries))
)
def test_whatever_the_file_holds_it_is_taken_or_told(data: bytes) -> None:
    changed, said = keyfile.parse(data)
    assert all(one == visible(one) and one[-1] in ".?" and len(one) < 300 for one in said)
    if not said:
        assert clashes(changed) == []
        assert all(changed[name] for name in INDISPENSABLE if name in changed)


def written(entries: dict[str, str]) -> bytes:
    lines = (f"{json.dumps(name)} = {json.dumps(value)}\n" for name, value in entries.items())
    return "".join(lines).encode()


# -- Where it lies ---------------------------------------------------------------------------------


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_keys_are_the_tables() -> None:
    assert keyfile.read() == DEFAULT


def test_the_file_lies_with_the_accounts_settings(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, folder in enumerate((home / ".config", tmp_path / "config")):
        letter = "wx"[number]
        put(folder / "e33tui" / "touches.toml", f'[touches]\naide = ["^G", "^{letter}"]')
    assert keyfile.read().changed == {"help": ("ctrl+g", "ctrl+w")}
    monkeypatch.setenv("XDG_CONFIG_HOME", "config")
    assert keyfile.read().changed == {"help": ("ctrl+g", "ctrl+w")}
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert keyfile.read().changed == {}
    assert any("« absent » et « aide »" in said for said in keyfile.read().faults)


def test_a_variable_names_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("E33TUI_TOUCHES", str(put(tmp_path / "k.toml", '[touches]\naide = "^W"')))
    assert keyfile.read() == Keymap({"help": ("ctrl+w",)})
    monkeypatch.setenv("E33TUI_TOUCHES", str(tmp_path / "none.toml"))
    assert keyfile.read().faults == (
        f"{tmp_path}/none.toml : ce fichier n’existe pas ; vérifiez son chemin.",
    )


def test_with_any_fault_all_keys_are_the_tables_and_the_first_fault_is_told(home: Path) -> None:
    file = home / ".config" / "e33tui" / "touches.toml"
    put(file, '[touches]\naide = "^W"\nannuler = "F5"\nretour = "F6"\nquitter = "F7"')
    found = keyfile.read()
    assert found.changed == {}
    assert len(found.faults) == 3
    assert found.warning.startswith("~/.config/e33tui/touches.toml : « annuler » : « F5 » ")
    assert (
        "Les touches habituelles sont en service (2 autres : « e33tui touches »)." in found.warning
    )


@pytest.mark.parametrize("kind", ["folder", "pipe", "no folder", "loop", "zero"])
def test_what_is_no_file_is_told_and_never_waited_for(home: Path, kind: str) -> None:
    file = home / ".config" / "e33tui" / "touches.toml"
    file.parent.mkdir(parents=True)
    match kind:
        case "folder":
            file.mkdir()
        case "pipe":
            os.mkfifo(file)
        case "no folder":
            file.parent.rmdir()
            file.parent.touch()
        case "loop":
            file.symlink_to(file)
        case _:
            file.symlink_to("/dev/zero")
    (said,) = keyfile.read().faults
    assert said.endswith("ce fichier ne peut pas être lu ; vérifiez ses droits.")

"""An account's own keys are in force everywhere: on screens, over them, in the footer and in words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from e33tui import keyfile, keymap
from e33tui.actions import ACTIONS
from e33tui.app import E33App
from e33tui.domain.passage import Step
from e33tui.keymap import Keymap
from e33tui.service import Service
from tests.screens.support import Juror, go_to_stage, sitting

CHANGED_FOR_EACH_OTHER = """
[touches]
annuler = "ctrl+w"
retour = "^Z"
suite = "^T"
enregistrer = "^T"
ouvrir = ["entrée", "^T"]
"voir la version" = ["^T", "entrée"]
pause = "^N"
historique = "^N"
"écran neutre" = "^E"
aide = "^P"
commandes = "^G"
ajouter = "w"
""" + "".join(f'"{action.label}" = "^O"\n' for action in ACTIONS if action.keys[:1] == ("ctrl+e",))
"""So that a key which were not asked for in some place would do something else there."""


@pytest.fixture
def own() -> Iterator[Keymap]:
    """Those keys; the table's are in force again afterwards."""
    changed, faults = keyfile.parse(CHANGED_FOR_EACH_OTHER.encode())
    assert faults == ()
    yield Keymap(changed)
    keymap.use(keymap.DEFAULT)


@asynccontextmanager
async def at_work(service: Service, keys: Keymap) -> AsyncIterator[Juror]:
    app = E33App(service, keymap=keys)
    async with app.run_test(size=(80, 24)) as pilot:
        app._watcher.stop()
        juror = Juror(app, pilot)
        await juror.pause()
        yield juror
    keymap.use(keymap.DEFAULT)


async def test_the_list_and_the_forms(tmp_path: Path, own: Keymap) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service, own) as juror:
            assert "W ajouter" in juror.lines()[-1]
            assert "^E neutre" in juror.lines()[-1]
            assert "^P aide" in juror.lines()[-1]
            await juror.press("a")
            assert juror.where == "home"
            await juror.press("w")
            assert juror.where == "candidate"
            await juror.press("ctrl+n")
            assert juror.where == "candidate", "it saves no more"
            await juror.press("ctrl+t")
            assert juror.text().count("!") == 1, "refused: nothing is typed"
            await juror.press("ctrl+z")
            assert juror.where == "home"


async def test_an_oral(tmp_path: Path, own: Keymap) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service, own) as juror:
            await go_to_stage(juror, "presentation")
            count = len(juror.state.remarks)
            await juror.type("carte")
            await juror.press("enter")
            assert len(juror.state.remarks) == count + 1
            await juror.press("ctrl+w")
            assert len(juror.state.remarks) == count
            await juror.press("ctrl+n")
            assert "PAUSE" in juror.lines()[1]
            assert "^N reprise" in juror.lines()[-1]
            await juror.press("ctrl+n")
            assert "PAUSE" not in juror.lines()[1]
            await juror.press("ctrl+u")
            assert "^Z ou Échap : annuler" in juror.text()
            await juror.press("ctrl+r")
            assert "^Z ou Échap : annuler" in juror.text()
            await juror.press("ctrl+z")
            assert "^Z ou Échap : annuler" not in juror.text()
            await juror.press("ctrl+t", "o")
            assert juror.step is Step.INTERVIEW, juror.text()
            assert "^Y : rouvrir." in juror.text()


async def test_what_stands_over_a_screen(tmp_path: Path, own: Keymap) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service, own) as juror:
            await go_to_stage(juror, "presentation")
            before = juror.lines()[2:]
            await juror.press("ctrl+e")
            assert juror.text() == "^E"
            await juror.press("ctrl+o", "ctrl+z", "ctrl+p", "ctrl+g")
            assert juror.text() == "^E"
            await juror.press("ctrl+e")
            assert juror.lines()[2:] == before
            await juror.press("ctrl+p")
            assert "Touches · oral" in juror.text()
            assert "^N Met l’horloge en pause" in juror.text()
            assert "Échap ou ^P : fermer" in juror.text()
            await juror.press("ctrl+p")
            assert juror.lines()[2:] == before
            await juror.press("ctrl+g")
            assert "(Échap ou ^Z : fermer)" in juror.text()
            await juror.until(lambda: "Annuler (^W)" in juror.text(), "the commands")
            await juror.press("ctrl+z")
            assert juror.lines()[2:] == before


async def test_an_action_without_a_key_gets_one_and_another_loses_its_own(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service, Keymap({"copy": ("ctrl+w",), "add": ()})) as juror:
            assert "^P ajouter" in juror.lines()[-1]
            await juror.press("a", "A")
            assert juror.where == "home"
            await juror.press("ctrl+w")
            await juror.until(lambda: "Enregistrer une copie" in juror.text(), "the question")
            await juror.press("ctrl+r")
            await juror.press("ctrl+p")
            await juror.type("copie")
            await juror.until(lambda: "Enregistrer une copie (^W)" in juror.text(), "the commands")


async def test_a_faulty_file_is_told_on_the_first_screen_and_stops_nothing(
    tmp_path: Path, home: Path
) -> None:
    file = home / ".config" / "e33tui" / "touches.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[touches]\nannuler = "^N"\nretour = "F4"\n', encoding="utf-8")
    with sitting(tmp_path) as service:
        async with at_work(service, keyfile.read()) as juror:
            assert "! ~/.config/e33tui/touches.toml : « retour » : « F4 » ne peut" in juror.text()
            assert "Les touches habituelles sont en service (2 autres : " in juror.text()
            await juror.press("a")
            assert juror.where == "candidate"
            await juror.press("ctrl+r")
            assert juror.where == "home"


async def test_what_the_seance_has_to_tell_is_told_first(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        service._store.warning = "Le dossier est sur un disque du réseau."
        async with at_work(service, Keymap(faults=("touches.toml : faute.",))) as juror:
            assert "! Le dossier est sur un disque du réseau. touches.toml : faute." in juror.text()


async def test_a_key_of_ones_own_works_in_the_empty_line_and_is_the_texts_in_another(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, Keymap({"cover": ("ctrl+w",), "prompts": ()})) as juror:
            await go_to_stage(juror, "interview")
            await juror.press("left", "right")
            assert "1 Sources, données ▸" in juror.text()
            await juror.press("ctrl+w")
            assert "2 Sollicitations ▸" in juror.text()
            await juror.type("deux mots")
            await juror.press("ctrl+w", "enter")
            assert juror.state.remarks[-1].text == "deux"
            assert juror.state.remarks[-1].criterion == "c2"

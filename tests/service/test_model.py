"""A previous séance as the model of a new one: what is taken, and that its folder is only read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from e33tui.domain.errors import InputError
from e33tui.domain.note import NoteBand
from e33tui.domain.sitting import Sitting
from e33tui.domain.sitting_commands import SetBands, SetRetention, SetUp
from e33tui.rubric import shipped
from e33tui.service import Service
from e33tui.service.model import kept_on, latest_beside, read_model, session_on
from e33tui.service.purge import Purge
from e33tui.store import Store
from tests.support.domain import FakeClock, commission, rubric


def prepare(folder: Path, *, demonstration: bool = False, changed: int = 0) -> Path:
    """Write a séance that is set up, with one candidate, last changed at that second."""
    service = Service(Store.open(folder, create=True), rubric(), FakeClock())
    centre = f"Lycée {folder.name}"
    service.change(
        SetUp("2026", centre, "2026-06-22", commission(), demonstration),
        SetBands((NoteBand(2, 16, 23),)),
        SetRetention("2026-10-31"),
    )
    service.add_candidate("0123456", "LEFÈVRE", "Zoé")
    assert service.close(10)
    os.utime(folder / "seance.json", (changed, changed))
    return folder


def everything(folder: Path) -> dict[str, tuple[float, bytes]]:
    """Every file of a folder, with its time and content."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_séance_named_is_read_and_nothing_of_it_touched(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "hier")
    before = everything(folder)
    folder.chmod(0o755)
    model = read_model(f" {folder} ")
    assert (model.centre, model.commission) == ("Lycée hier", commission())
    assert everything(folder) == before
    assert folder.stat().st_mode & 0o777 == 0o755


def test_the_one_changed_last_beside_a_new_one_is_proposed(tmp_path: Path) -> None:
    here = tmp_path / "demain"
    assert latest_beside(here) is None
    prepare(tmp_path / "lundi", changed=100)
    prepare(tmp_path / "mardi", changed=300)
    prepare(tmp_path / "essai", demonstration=True, changed=400)
    prepare(tmp_path / "abîmée", changed=500)
    (tmp_path / "abîmée" / "seance.json").write_text("{")
    (tmp_path / "notes.txt").write_text("rien")
    prepare(here, changed=600)
    assert latest_beside(here) == tmp_path / "mardi"
    assert latest_beside(tmp_path / "nulle part" / "demain") is None


def test_a_folder_that_cannot_be_a_model_gets_one_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "vide"
    Service(Store.open(empty, create=True), rubric(), FakeClock()).close(10)
    damaged = prepare(tmp_path / "abîmée")
    (damaged / "seance.json").write_bytes(b"\x00")
    newer = prepare(tmp_path / "future")
    text = (newer / "seance.json").read_text()
    (newer / "seance.json").write_text(text.replace('"format":1', '"format":99', 1))
    purged = prepare(tmp_path / "purgée")
    assert Purge(purged).carry_out(1).complete
    says = {
        str(tmp_path / "absent"): "séance",
        str(empty): "pas encore d’identification",
        str(damaged): "endommagé",
        str(newer): "version",
        str(purged): "purgée",
        "hier": "chemin complet",
    }
    for folder, words in says.items():
        with pytest.raises(InputError, match=words) as refused:
            read_model(folder)
        assert refused.value.field == "Dossier"


@pytest.mark.parametrize(
    ("kept", "date", "until"),
    [
        ("2026-10-31", "2026-06-23", "2026-10-31"),
        ("2026-10-31", "2027-06-21", "2027-10-31"),
        ("2027-06-22", "2027-06-22", "2028-06-22"),
        ("2028-02-29", "2027-06-22", ""),
        ("2026-06-22", "2026-06-23", ""),
        ("", "2027-06-21", ""),
    ],
)
def test_data_are_kept_until_the_same_day_of_the_year(kept: str, date: str, until: str) -> None:
    assert kept_on(Sitting(date="2026-06-22", keep_until=kept), date) == until


def test_a_session_is_that_of_its_year() -> None:
    model = Sitting(session="2026, remplacement", date="2026-09-10")
    assert session_on(model, "2026-09-11", rubric()) == "2026, remplacement"
    assert session_on(model, "2027-06-21", rubric()) == ""


def test_a_school_year_is_that_of_two_years() -> None:
    model = Sitting(session="2026-2027", date="2026-09-10")
    assert session_on(model, "2027-06-21", shipped("bloc3")) == "2026-2027"
    assert session_on(model, "2027-09-01", shipped("bloc3")) == ""

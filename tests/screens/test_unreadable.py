"""A file that cannot be read or written: said on the screen, and nothing claimed that is not so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from e33tui.domain.errors import StoreError
from e33tui.domain.passage import Step
from e33tui.store import Holder
from tests.screens.support import FIRST, at_work, new_service, refolded, sitting
from tests.support.domain import FakeClock


@pytest.mark.parametrize("state", ["locked_complete", "locked_interrupted"])
async def test_a_list_of_documents_that_is_damaged_is_said(tmp_path: Path, state: str) -> None:
    with sitting(tmp_path, state=state) as service:
        if state == "locked_complete":
            service.exports.verso(service.sitting.roster[0].passage)
        (tmp_path / "documents.json").write_text("{")
        async with at_work(service) as juror:
            await juror.open()
            await juror.until(
                lambda: "documents.json est endommagé" in juror.text(), "the sentence"
            )
            assert juror.at(Step.VERSO)
            await juror.press("ctrl+e", "ctrl+o", "ctrl+o")
            assert juror.at(Step.VERSO)
            await juror.press("ctrl+f")
            await juror.at_home()


async def test_a_version_that_is_not_in_the_register_is_not_called_sealed(tmp_path: Path) -> None:
    with sitting(tmp_path, state="complete") as service:
        register = tmp_path / "registre.json"
        before = register.read_bytes() if register.exists() else None
        register.write_text("{")
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+n")
            await juror.until(lambda: "registre.json est endommagé" in juror.text(), "the sentence")
            assert juror.at(Step.LOCK)
            await juror.press("ctrl+n")
            assert juror.at(Step.VERSO)
            assert "Fiche verrouillée (version 1), scellement en attente." in juror.text()
            assert "scellée (" not in juror.text()
            if before is None:
                register.unlink()
            else:
                register.write_bytes(before)
            await juror.press("ctrl+f")
            await juror.at_home()
            await juror.open()
            assert "Fiche verrouillée et scellée (version 1)." in juror.text()


async def test_a_notice_of_the_list_is_not_hidden_by_a_warning_about_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sitting(tmp_path, state="expected") as service:
        monkeypatch.setattr(service._store, "warning", "Dossier sur un disque réseau.")
        async with at_work(service) as juror:
            assert "disque réseau" in juror.text()
            await juror.open()
            await juror.press("ctrl+x")
            await juror.at_home()
            assert "LEFÈVRE Zoé : absent." in juror.text()
            await juror.press("s", "ctrl+r")
            assert "disque réseau" in juror.text()


async def test_a_passage_asked_for_that_cannot_be_saved_is_not_called_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, watched=True) as juror:
            await juror.open()
            desk = juror.desk
            monkeypatch.setattr(desk, "leave", lambda: False)
            monkeypatch.setattr(desk, "requested", lambda: True)
            await juror.until(lambda: juror.where == "home", "the list")
            await juror.at_home()
            assert "tout n’est pas encore enregistré ici" in juror.text()
            assert "tout est enregistré." not in juror.text()


async def test_a_take_over_that_fails_leaves_no_request_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        passage = service.sitting.roster[0].passage
        held = service.open(passage)

        def fail(passage: str, label: str, holder: Holder) -> None:
            other._store.ownership.request(passage)
            raise StoreError("", "Le dossier ne se lit pas.")

        other = new_service(tmp_path, FakeClock())
        monkeypatch.setattr(other._store, "take_over", fail)
        async with at_work(other) as juror:
            await juror.press("enter")
            await juror.until(lambda: juror.asked, "the question")
            service.beat()
            await juror.until(lambda: "L’autre terminal répond" in juror.text(), "the answer")
            await juror.press("r")
            await juror.until(lambda: "Le dossier ne se lit pas." in juror.text(), "the sentence")
        assert not held.requested()
        assert other.close(10)


async def test_the_safe_answer_to_a_passage_held_elsewhere_has_the_focus(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        held = service.open(service.sitting.roster[0].passage)
        other = new_service(tmp_path, clock)
        async with at_work(other) as juror:
            await juror.press("enter")
            await juror.until(lambda: juror.asked, "the question")
            await juror.press("enter")
            await juror.at_home()
            assert juror.app.desk is None
        assert not held.requested()
        assert other.close(10)


async def test_a_damaged_draft_is_told_once(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        draft = tmp_path / "passages" / FIRST / "brouillon.json"
        draft.write_text("{")
        async with at_work(service, watched=True) as juror:
            await juror.open()
            await juror.until(
                lambda: "brouillon.json est endommagé" in juror.text(), "the sentence"
            )
            assert juror.at(Step.INTERVIEW)
            await juror.type("la suite")
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "la suite"
            await juror.until(
                lambda: "brouillon.json est endommagé" not in juror.text(), "the sentence gone"
            )
        assert draft.with_name("brouillon.json.endommage-1").read_text() == "{"


async def test_a_record_changed_under_our_feet_is_told(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        record = tmp_path / "passages" / FIRST / "passage.json"
        async with at_work(service, watched=True) as juror:
            await juror.open()
            record.write_text("un autre programme")
            await juror.type("la suite")
            await juror.press("enter")
            await juror.until(lambda: "modifié hors d’e33tui" in juror.text(), "the sentence")
        assert refolded(service, FIRST).remarks[-1].text == "la suite"
        aside = record.with_name("passage.json.endommage-1")
        assert aside.read_text() == "un autre programme"


@pytest.mark.parametrize("previous", [True, False])
async def test_of_a_damaged_record_only_what_can_be_done_is_offered(
    tmp_path: Path, previous: bool
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        record = tmp_path / "passages" / FIRST / "passage.json"
        before = record.with_name("passage.json.precedent")
        before.write_bytes(record.read_bytes() if previous else b"{")
        record.write_text("{")
        async with at_work(service) as juror:
            await juror.press("enter")
            await juror.until(lambda: juror.asked, "the question")
            assert ("Reprendre la version précédente" in juror.text()) is previous
            assert ("Recommencer ce passage" in juror.text()) is not previous
            await juror.press("enter")
            await juror.at_home()
            assert record.read_text() == "{", "the safe answer has the focus"
            await juror.press("enter")
            await juror.until(lambda: juror.asked, "the question")
            await juror.press("r" if previous else "d")
            step = Step.INTERVIEW if previous else Step.IDENTIFICATION
            await juror.until(lambda: juror.at(step), "the passage")
        assert record.with_name("passage.json.endommage-1").read_text() == "{"


async def test_a_locked_passage_that_is_gone_is_not_to_come(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        shutil.rmtree(tmp_path / "passages" / FIRST)
        async with at_work(service) as juror:
            await juror.until(lambda: "! fichier endommagé" in juror.text(), "the list")
            await juror.press("enter")
            await juror.until(lambda: juror.asked, "what can be done")
            said = " ".join(juror.text().split())
            assert "est introuvable" in said
            assert "prévenez le chef de centre" in said
            assert "Recommencer ce passage" not in said
            await juror.press("n")
            await juror.at_home()

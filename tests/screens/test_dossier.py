"""The dossier is asked for on the verso's screen by one key, which says who may read it."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from e33tui.documents import Content, Rendered
from e33tui.domain.dossier import Dossier
from tests.screens.support import at_work, paper, sitting

RESERVED = "réservé à la commission et non communicable"


def dossiers(folder: Path) -> list[Path]:
    return list((folder / "exports" / "commission").glob("dossier-*.pdf"))


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_one_key_makes_it_and_says_where_it_lies_and_for_whom(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service, size) as juror:
            await juror.open()
            await juror.until(lambda: "Verso :" in juror.text(), "the verso made")
            await juror.press("ctrl+d")
            await juror.until(lambda: "Dossier, réservé" in juror.text(), "the dossier made")
            said = " ".join(juror.text().split())
            assert RESERVED in said
            assert "Verso :" in said, "what is communicable is still told"
        assert len(dossiers(tmp_path)) == 1
        assert not list((tmp_path / "exports" / "communicable").glob("dossier*"))


async def test_a_dossier_made_earlier_is_told_on_coming_back(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        (row,) = [each for each in service.rows() if each.passage]
        path = service.exports.dossier(row.entry.passage)
        async with at_work(service) as juror:
            await juror.open()
            await juror.until(lambda: "Dossier, réservé" in juror.text(), "the dossier found")
            assert path.name in "".join(juror.text().split())


async def test_an_ending_without_a_verso_has_its_dossier(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_interrupted") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+d")
            await juror.until(lambda: "Dossier, réservé" in juror.text(), "the dossier made")
            assert "ne donne pas de fiche communicable" in juror.text()
        assert len(dossiers(tmp_path)) == 1


async def test_while_the_verso_is_made_it_is_to_be_asked_for_again(tmp_path: Path) -> None:
    go_on, begun = Event(), Event()

    def slowly(content: Content) -> Rendered:
        begun.set()
        assert go_on.wait(10)
        return paper(content)

    with sitting(tmp_path, state="locked_complete", renderer=slowly) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.until(begun.is_set, "the verso begun")
            await juror.press("ctrl+d")
            assert "redemandez le dossier" in juror.text()
            go_on.set()
            await juror.until(lambda: "Verso :" in juror.text(), "the verso made")
            await juror.press("ctrl+d")
            await juror.until(lambda: "Dossier, réservé" in juror.text(), "the dossier made")


async def test_leaving_while_it_is_made_is_asked_about(tmp_path: Path) -> None:
    go_on = Event()

    def slowly(content: Content) -> Rendered:
        assert not isinstance(content, Dossier) or go_on.wait(10)
        return paper(content)

    with sitting(tmp_path, state="locked_complete", renderer=slowly) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.until(lambda: "Verso :" in juror.text(), "the verso made")
            await juror.press("ctrl+d")
            await juror.until(lambda: "dossier est en préparation" in juror.text(), "it begun")
            await juror.press("ctrl+c")
            await juror.until(lambda: juror.asked, "the question")
            await juror.press("n")
            go_on.set()
            await juror.until(lambda: "Dossier, réservé" in juror.text(), "the dossier made")


async def test_a_file_in_the_way_is_asked_about(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.until(lambda: "Verso :" in juror.text(), "the verso made")
            await juror.press("ctrl+d")
            await juror.until(lambda: "Dossier, réservé" in juror.text(), "the dossier made")
            (mine,) = dossiers(tmp_path)
            mine.write_bytes(b"somebody's")
            await juror.press("ctrl+d")
            await juror.until(lambda: juror.asked, "the question")
            assert mine.read_bytes() == b"somebody's"
            await juror.press("o")
            await juror.until(lambda: "Dossier, réservé" in juror.text(), "the dossier made")
            assert mine.read_bytes() != b"somebody's"

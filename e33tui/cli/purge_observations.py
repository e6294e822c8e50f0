"""``e33tui purger --observations``: removing the observations alone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from e33tui.cli.opening import open_service
from e33tui.cli.purge import CAVEAT, confirmed, refusal, say_list
from e33tui.cli.words import say, say_error
from e33tui.domain.wording import counted
from e33tui.persistence.inventory import not_looked_into
from e33tui.persistence.layout import Layout
from e33tui.service import Service
from e33tui.service.erasure import Found

STAY = "Les fiches, les notes, les versions scellées et le registre restent."


def run(folder: Path, *, agreed: bool) -> int:
    """Erase every observation of a séance, once that is due or confirmed."""
    service = open_service(folder, tolerant=True)
    try:
        return _erase(service, agreed=agreed)
    finally:
        service.close()


def _erase(service: Service, *, agreed: bool) -> int:
    if service.damage:
        say_error(service.damage)
    found = service.remarks()
    if not found:
        say("Aucune observation dans cette séance : il n’y a rien à retirer.")
        _say_not_looked_into(service)
        return 0
    _announce(service, found)
    _say_not_looked_into(service)
    erasable = [each for each in found if not each.kept]
    if not erasable:
        say_error("Rien n’a été retiré.")
        return 1
    today = time.strftime("%Y-%m-%d", time.localtime(service.now().wall / 1000))
    if not (agreed or service.sitting.is_due(today) or confirmed()):
        say_error(refusal(service.sitting.keep_until))
        return 1
    code = _report(found, service.erase_remarks(found))
    say_list(service.news())
    _say_not_looked_into(service)
    return code


def _say_not_looked_into(service: Service) -> None:
    """Name what may hold observations and is nobody's to judge."""
    left = not_looked_into(Layout(service.folder))
    if left:
        say("Ne sont pas regardés, et restent, même s’ils contiennent des observations :")
        say_list(str(path) for path in left)


def _announce(service: Service, found: Iterable[Found]) -> None:
    """Say what is about to go, and what is not."""
    erasable = [each for each in found if not each.kept]
    if erasable:
        say(f"Purge des observations ({service.folder}). Seront retirées pour toujours :")
        say_list([_amount(erasable)])
        unlocked = sum(not each.locked for each in erasable)
        if unlocked:
            fiches = counted(
                unlocked, "fiche n’est pas verrouillée", "fiches ne sont pas verrouillées"
            )
            say(f"Attention : {fiches} ; ses observations ne serviront plus à la rédiger.")
        say(STAY)
    _say_kept({each.passage: each.kept for each in found if each.kept}, "Ne seront pas touchés")


def _report(found: Iterable[Found], left: dict[str, str]) -> int:
    """Say what is gone and what is not, and return the command's code."""
    gone = [each for each in found if each.passage not in left]
    if gone:
        say(f"Purge des observations inscrite au registre. Retirées : {_amount(gone)}.")
        say(STAY)
    _say_kept(left, "N’ont pas été touchés")
    say(CAVEAT)
    if left:
        say_error(
            "Toutes les observations n’ont pas été retirées : relancez la commande plus tard."
        )
    return 1 if left else 0


def _amount(found: Iterable[Found]) -> str:
    found = list(found)
    remarks = counted(sum(each.remarks for each in found), "observation", "observations")
    passages = counted(len(found), "passage", "passages")
    copies = " et les copies qui peuvent en contenir" if any(each.copies for each in found) else ""
    return f"{remarks} de {passages}{copies}"


def _say_kept(left: dict[str, str], beginning: str) -> None:
    """Say for how many passages each reason holds; nobody is named."""
    if left:
        say(f"{beginning} :")
        reasons = Counter(left.values())
        say_list(f"{counted(n, 'passage', 'passages')} : {why}" for why, n in reasons.items())

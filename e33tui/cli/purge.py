"""``e33tui purger``: removing what a séance holds, for good."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from e33tui.cli.parser import Parser
from e33tui.cli.words import say, say_error
from e33tui.domain.identity import french_date
from e33tui.domain.wording import counted
from e33tui.persistence.errors import day_and_time, shown
from e33tui.persistence.inventory import Holdings, Kind
from e33tui.service.purge import Outcome, Purge

WORD = "PURGER"
NOTHING = "Rien n’a été retiré."
CAVEAT = (
    "Le système de fichiers, le disque ou une sauvegarde peuvent garder d’anciens blocs, et "
    "des copies faites ailleurs ne sont pas atteintes : voyez le centre."
)
_WORDS = (
    ((Kind.RECORD,), "fiche de passage", "fiches de passage"),
    ((Kind.SEALED,), "version scellée", "versions scellées"),
    ((Kind.DOCUMENT,), "document produit", "documents produits"),
    ((Kind.DRAFT,), "brouillon", "brouillons"),
    ((Kind.COPY,), "version précédente ou ancienne", "versions précédentes ou anciennes"),
    ((Kind.ASIDE,), "fichier mis de côté", "fichiers mis de côté"),
    ((Kind.REPORT,), "compte rendu d’erreur", "comptes rendus d’erreur"),
    (
        (Kind.SITTING, Kind.LIST),
        "fichier de la séance (réglages, liste, documents)",
        "fichiers de la séance (réglages, liste, documents)",
    ),
    ((Kind.OTHER,), "fichier de travail", "fichiers de travail"),
)


def run(words: list[str]) -> int:
    """Purge a séance, or its observations alone, once that is due or confirmed."""
    parser = Parser("folder")
    parser.add_argument("--oui", action="store_true")
    parser.add_argument("--observations", action="store_true")
    found = parser.parse_args(words)
    if found.observations:
        from e33tui.cli import purge_observations

        return purge_observations.run(Path(found.folder), agreed=found.oui)
    return _purge(Purge(Path(found.folder)), agreed=found.oui)


def _purge(purge: Purge, *, agreed: bool) -> int:
    if purge.begun and purge.done:
        say(
            f"Cette séance a été purgée {day_and_time(purge.begun.at)} : il n’en reste que le registre."
        )
        _say_what_stays(purge.holdings)
        return 0
    purge.refuse_if_open()
    now = time.time_ns() // 1_000_000
    _announce(purge)
    if not (agreed or purge.begun or purge.is_due(now) or confirmed()):
        say_error(refusal(purge.sitting.keep_until))
        return 1
    outcome = purge.carry_out(now)
    _report(outcome)
    return 0 if outcome.complete else 1


def _announce(purge: Purge) -> None:
    """Say what is about to go."""
    day = f" du {french_date(purge.sitting.date)}" if purge.sitting.date else ""
    if purge.begun:
        say(
            f"Une purge inscrite {day_and_time(purge.begun.at)} n’est pas terminée : elle continue."
        )
    say(f"Purge de la séance{day} ({purge.folder}). Seront retirés pour toujours :")
    say_list(listed(purge.holdings))
    if purge.holdings.unlocked:
        count = counted(
            purge.holdings.unlocked,
            "passage commencé n’est pas verrouillé",
            "passages commencés ne sont pas verrouillés",
        )
        say(f"Attention : {count}.")
    if not purge.begun and not purge.closed:
        say("Attention : cette séance n’est pas close.")
    say("Le registre reste : il ne nomme personne, et la purge y est inscrite.")
    _say_what_stays(purge.holdings)
    _say_lost(purge.holdings)


def _report(outcome: Outcome) -> None:
    """Say what is gone, and what is not."""
    when = day_and_time(outcome.entry.at)
    left = {item.path for item in outcome.after.items}
    gone = [item for item in outcome.before.items if item.path not in left]
    before = outcome.before
    say(f"Purge inscrite au registre {when}. Retirés :")
    say_list(
        listed(Holdings(before.passages, tuple(gone), before.stay, before.histories))
        or ["rien de plus"]
    )
    say("Reste : registre.json, que « e33tui verifier » vérifie.")
    _say_what_stays(outcome.after)
    _say_lost(outcome.before)
    for failure in outcome.failures:
        say_error(failure)
    if not outcome.complete:
        say_error(
            f"La purge n’est pas terminée : il reste {counted(len(left), 'fichier', 'fichiers')}. "
            "Levez l’obstacle, puis relancez la même commande."
        )
    say(CAVEAT)


def _say_what_stays(holdings: Holdings) -> None:
    """Name what is not the séance's to remove."""
    if holdings.stay:
        say("Ne sont pas de cette séance, ou ont changé depuis, et restent :")
        say_list(str(path) for path in holdings.stay)


def _say_lost(holdings: Holdings) -> None:
    """Name the pages that nobody can remove who does not know where they are now."""
    for page in holdings.lost:
        where = f" (produit dans {page.parent})" if page.is_absolute() else ""
        say(
            f"N’a pas été retrouvé : {shown(page)}{where}, sans doute déplacé. S’il existe encore, "
            "supprimez-le vous-même."
        )


def listed(holdings: Holdings) -> list[str]:
    """Return how many files of each kind there are, in French; kinds without any are left out."""
    counts = holdings.counts()
    found = []
    for kinds, one, several in _WORDS:
        number = sum(counts[kind] for kind in kinds)
        if number:
            found.append(counted(number, one, several))
        if kinds == (Kind.RECORD,) and number and holdings.histories:
            found[-1] += f", dont {holdings.histories} avec historique"
    return found


def say_list(lines: Iterable[str]) -> None:
    """Say one thing a line."""
    for line in lines:
        say(f"  - {line}")


def confirmed() -> bool:
    """Have the word typed that confirms a purge; without a terminal it is not confirmed."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stdout.flush()
    sys.stderr.write(f"Tapez {WORD} pour confirmer : ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() == WORD


def refusal(keep_until: str) -> str:
    """Return why nothing was removed, and what to do."""
    date = (
        f"La date de conservation ({french_date(keep_until)}) n’est pas passée"
        if keep_until
        else "Aucune date de conservation n’est fixée"
    )
    return (
        f"{NOTHING} {date} : confirmez en tapant {WORD} dans un terminal, ou ajoutez --oui à la "
        "commande."
    )

"""``e33tui verifier``: whether sealed versions and register are what they were, and a page theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.cli.opening import open_service
from e33tui.cli.parser import Parser
from e33tui.cli.words import say
from e33tui.domain.wording import counted
from e33tui.persistence.errors import day_and_time
from e33tui.store import is_sound

if TYPE_CHECKING:
    from e33tui.service import Service
    from e33tui.service.proof import Proof

_INCOMPLETE = "Rien n’a été modifié, mais une version attend son scellement ou son inscription"


def run(words: list[str]) -> int:
    """Check a séance, changing nothing, and say what was found."""
    parser = Parser("folder")
    for option in ("--tete", "--document", "--empreinte"):
        parser.add_argument(option)
    found = parser.parse_args(words)
    service = open_service(Path(found.folder), read_only=True, tolerant=True, purged=True)
    try:
        holds = _is_sound(service, found.tete)
        for proof in _proofs(service, found.document, found.empreinte):
            holds = holds and proof.holds
            for sentence in proof.sentences:
                say(sentence)
    finally:
        service.close()
    return 0 if holds else 1


def _proofs(service: Service, document: str | None, fingerprint: str | None) -> Iterator[Proof]:
    if document is not None:
        yield service.checks.proof_of_document(Path(document))
    if fingerprint is not None:
        yield service.checks.proof_of_fingerprint(fingerprint)


def _is_sound(service: Service, head: str | None) -> bool:
    """Say how séance and register are; tell whether all is as it was."""
    findings = service.verify(head)
    for finding in findings:
        say(finding.message)
    if not is_sound(findings):
        return False
    entries, last = service.checks.register_summary()
    kinds = [finding.kind for finding in findings]
    verdict = _INCOMPLETE if "pending" in kinds else "Scellés et registre intacts"
    sealed = counted(service.checks.sealed_versions(), "version scellée", "versions scellées")
    say(f"{verdict} : {sealed}, {_counted(entries)}.")
    if head is not None:
        say(_agreement(kinds.count("later")))
    say(f"Tête du registre : {last}")
    if service.purged_at is not None:
        when = day_and_time(service.purged_at)
        say(f"Séance purgée {when} : il n’en reste que le registre.")
    return True


def _agreement(later: int) -> str:
    if not later:
        return "L’empreinte donnée est celle de la dernière inscription."
    return f"L’empreinte donnée y figure, suivie de {_counted(later)}."


def _counted(entries: int) -> str:
    return counted(entries, "inscription", "inscriptions")

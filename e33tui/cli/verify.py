"""``e33tui verifier``: whether sealed versions and register are what they were."""

from __future__ import annotations

import sys
from pathlib import Path

from e33tui.cli.opening import open_service
from e33tui.cli.words import Parser
from e33tui.store import is_sound

_INCOMPLETE = "Rien n’a été modifié, mais une version attend son scellement ou son inscription"


def run(words: list[str]) -> int:
    """Check a séance, changing nothing, and say what was found."""
    found = Parser("folder").parse_args(words)
    service = open_service(Path(found.folder), read_only=True, tolerant=True)
    try:
        findings = service.verify()
        for finding in findings:
            sys.stdout.write(f"{finding.message}\n")
        if not is_sound(findings):
            return 1
        count, head = service.register_summary()
    finally:
        service.close()
    plural = "s" if count > 1 else ""
    waiting = any(finding.kind == "pending" for finding in findings)
    verdict = _INCOMPLETE if waiting else "Scellés et registre intacts"
    sys.stdout.write(f"{verdict} : {count} inscription{plural}.\n")
    sys.stdout.write(f"Tête du registre : {head}\n")
    return 0

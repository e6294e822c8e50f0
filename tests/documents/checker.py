"""The checker that the documents' claims rest on, and how many rules it has for each.

``page-validation`` (PyPI, MIT): a validator in Rust of PDF/A-1 to 3 and PDF/UA-1.
"""

from __future__ import annotations

import re

LENGTH = "PDFA2A-STREAM-LENGTH-001"
"""A rule that version 0.11 misreads: it takes a carriage return at the end of what a stream holds for a
part of the line end that follows. One stream of some hundreds ends so, whatever a text says."""
_STREAM = re.compile(rb"/Length (\d+)[^\n]*>>\nstream\n")
RULES = {"2a": 154, "ua1": 104}
"""Rules of PDF/A-2a and of PDF/UA-1 that it checks: what the docs say."""


def complaints(data: bytes, profile: str) -> list[str]:
    """Return what the checker finds against a file, each with the rule's name.

    Args:
        data: the PDF.
        profile: a key of :data:`RULES`.
    """
    # Only here, so that other tests run where the lock is not yet installed.
    import page

    report = page.validate_pdf_bytes(data, profile=profile)
    assert report.rules.total == RULES[profile], "say the number in docs/documents.md too"
    assert report.is_compliant is not bool(report.failures)
    return [
        f"{failure.rule_id}: {failure.message}"
        for failure in report.failures
        if failure.rule_id != LENGTH or not has_true_lengths(data)
    ]


def has_true_lengths(data: bytes) -> bool:
    """Tell whether each stream is as long as it says: between its line feed and the one that ends it."""
    # The libraries that read a PDF mend a length that is wrong, and say nothing.
    found = list(_STREAM.finditer(data))
    return bool(found) and all(
        data.startswith(b"\nendstream", stream.end() + int(stream[1])) for stream in found
    )

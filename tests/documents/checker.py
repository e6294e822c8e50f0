"""The checker that the documents' claims rest on, and how many rules it has for each.

``page-validation`` (PyPI, MIT): a validator in Rust of PDF/A-1 to 3 and PDF/UA-1.
"""

from __future__ import annotations

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
    found = [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    assert report.is_compliant is not bool(found)
    return found

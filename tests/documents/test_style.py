"""What the style sheets promise to the eye: enough contrast, on paper and after a copier."""

from __future__ import annotations

import re

import pytest

from e33tui.documents.resources import TEMPLATES

SHEETS = sorted(path.name for path in TEMPLATES.glob("*.css"))
LEAST = 4.5
"""Contrast of text of any size: WCAG 2.2, 1.4.3."""
_TEXT = re.compile(r"(?<![-\w])color:\s*([^;}]+)")
_GROUND = re.compile(r"background(?:-color)?:\s*([^;}]+)")


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#rgb`` or ``#rrggbb``.

    Raises:
        ValueError: a colour written in another way, which this test could not judge.
    """
    found = re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", colour.strip())
    if not found:
        raise ValueError(f"write {colour!r} as #rgb or #rrggbb")
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _all(pattern: re.Pattern[str]) -> set[str]:
    texts = ((TEMPLATES / name).read_text(encoding="utf-8") for name in SHEETS)
    return {found.strip() for text in texts for found in pattern.findall(text)}


def test_the_measure_is_that_of_the_standard() -> None:
    assert _contrast("#000", "#fff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_text_has_contrast_on_every_ground() -> None:
    texts, grounds = _all(_TEXT), _all(_GROUND) | {"#fff"}
    assert "#000" in texts
    assert len(grounds) > 1
    weak = {(t, g) for t in texts for g in grounds if _contrast(t, g) < LEAST}
    assert not weak


def test_no_template_styles_a_text_itself() -> None:
    for path in TEMPLATES.glob("*.html"):
        assert "style=" not in path.read_text(encoding="utf-8"), path.name

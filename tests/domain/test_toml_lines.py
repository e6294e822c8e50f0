"""The line on which a key of a TOML file stands."""

from __future__ import annotations

import tomllib

import pytest

from e33tui.domain.toml_lines import line_of

FILE = '''# relances
format = 1

[documents]
003 = "Guide"

[[e33.c1]]  # first
texte = "[[e33.c1]] ?"
[[e33.c1]]
texte = """
[[e33.c1]]
texte = "non"
"""
lieu = "là"

[ e33 . c2 ]
"clé" = 1

[phrases]
traiter = [
  # a comment
  "une",

  "deux = [",
  'trois',
]
evaluer = ["sur", "une ligne"]
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("format", 2),
        ("documents", 4),
        ("documents.003", 5),
        ("e33", 7),
        ("e33.c1[1].texte", 8),
        ("e33.c1[2]", 9),
        ("e33.c1[2].texte", 10),
        ("e33.c1[2].lieu", 14),
        ("e33.c1[2].document", 9),
        ("e33.c2.clé", 17),
        ("phrases.traiter", 20),
        ("phrases.traiter[1]", 22),
        ("phrases.traiter[2]", 24),
        ("phrases.traiter[3]", 25),
        ("phrases.evaluer", 27),
        ("phrases.evaluer[2]", 27),
        ("phrases.appreciation", 19),
        ("mode", None),
        ("e33.c10", None),
    ],
)
def test_each_key_is_found_or_what_it_should_stand_in(key: str, line: int | None) -> None:
    assert tomllib.loads(FILE)["phrases"]["traiter"][1] == "deux = ["
    assert line_of(FILE, key) == line


def test_an_empty_file_has_no_line() -> None:
    assert line_of("", "format") is None

"""The line on which a key of a TOML file stands."""

from __future__ import annotations

import tomllib

import pytest

from e33tui.domain.toml_lines import line_of

FILE = '''# relances
format = 1

[documents]
003 = "Guide"
'le livret' = "Livret"

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
"[un] = mot" = 1
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("format", 2),
        ("documents", 4),
        ("documents.003", 5),
        ("documents.le livret", 6),
        ("e33", 8),
        ("e33.c1[1].texte", 9),
        ("e33.c1[2]", 10),
        ("e33.c1[2].texte", 11),
        ("e33.c1[2].lieu", 15),
        ("e33.c1[2].document", 10),
        ("e33.c2.clé", 18),
        ("phrases.traiter", 21),
        ("phrases.traiter[1]", 23),
        ("phrases.traiter[2]", 25),
        ("phrases.traiter[3]", 26),
        ("phrases.evaluer", 28),
        ("phrases.evaluer[2]", 28),
        ("phrases.appreciation", 20),
        ("phrases.[un] = mot", 29),
        ("mode", None),
        ("e33.c10", None),
    ],
)
def test_each_key_is_found_or_what_it_should_stand_in(key: str, line: int | None) -> None:
    assert tomllib.loads(FILE)["phrases"]["traiter"][1] == "deux = ["
    assert line_of(FILE, key) == line


def test_an_empty_file_has_no_line() -> None:
    assert line_of("", "format") is None


@pytest.mark.parametrize("line", ["[", '"', "a", "[[", "a = [[\n["])
def test_a_long_row_of_blanks_is_read_once(line: str) -> None:
    # By the square of its length it would take hours.
    assert line_of(f"{line}{' ' * 400_000}\nmode = 1", "mode") == line.count("\n") + 2

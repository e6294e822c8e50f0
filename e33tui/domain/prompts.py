"""*Relances*: open questions that a commission may ask about a criterion; never for the candidate."""

from __future__ import annotations

from dataclasses import dataclass

from e33tui.domain import aid_table
from e33tui.domain.aid_table import ByCriterion, Known, Source
from e33tui.domain.folding import folded
from e33tui.domain.rubric_table import Table

PROMPT_LIMIT = 150
"""Characters of one question: two lines on a screen of 80 columns."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One open question, and where it is from; a centre's own may come from nowhere else."""

    text: str
    source: Source | None = None


@dataclass(frozen=True)
class Prompts:
    """Questions by rubric and criterion."""

    questions: ByCriterion[Prompt]

    def on(self, rubric: str, criterion: str) -> tuple[Prompt, ...]:
        """Return the questions on one criterion, in the file's order."""
        return self.questions.get(rubric, {}).get(criterion, ())

    def with_own(self, own: Prompts, *, replacing: bool) -> Prompts:
        """Return these with a centre's own.

        Args:
            own: the centre's.
            replacing: whether, on a criterion that it has questions on, they take the place of these;
                otherwise they come after them.
        """
        merged = {rubric: dict(rows) for rubric, rows in self.questions.items()}
        for rubric, rows in own.questions.items():
            kept = merged.setdefault(rubric, {})
            for criterion, added in rows.items():
                kept[criterion] = added if replacing else _joined(kept.get(criterion, ()), added)
        return Prompts(merged)


def _joined(first: tuple[Prompt, ...], second: tuple[Prompt, ...]) -> tuple[Prompt, ...]:
    asked = {folded(prompt.text) for prompt in first}
    return (*first, *(prompt for prompt in second if folded(prompt.text) not in asked))


def read_prompts(root: Table, known: Known, *, own: bool = False) -> tuple[Prompts, bool]:
    """Return the questions of a file, and whether they take the place of those that ship.

    Args:
        root: the file's top level.
        known: every rubric that a section may be about.
        own: it is a centre's own file, which says ``mode``.

    Raises:
        RubricError: the first key that is missing, wrong or left over.
    """
    documents = aid_table.opened(root)
    instead = own and aid_table.replacing(root)
    taken: dict[str, set[str]] = {}

    def prompt(table: Table) -> Prompt:
        text = table.text("texte", limit=PROMPT_LIMIT)
        if not text.rstrip().endswith("?"):
            table.fail(
                "texte", "une relance est une question ; terminez-la par un point d’interrogation."
            )
        # A section's path without its number tells the criterion it is about.
        section = taken.setdefault(table.section, set())
        aid_table.once(table, "texte", text, section)
        return Prompt(text, aid_table.source(table, documents))

    questions = aid_table.by_criterion(root, known, prompt)
    root.close()
    return Prompts(questions), instead

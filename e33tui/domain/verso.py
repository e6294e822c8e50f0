"""The content of the verso, the one page a candidate may see.

The type is the guarantee: it has no place for a level, a cross, a descriptor, a criterion, a
profile, an observation or a plage (design rule 11).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class VersoComment:
    """One *commentaire objectif*.

    Attributes:
        heading: the form's words, such as « Communiquer ».
        text: what the commission wrote, or its declaration that there is nothing to say.
    """

    heading: str
    text: str


@dataclass(frozen=True)
class Verso:
    """Everything printed on the verso, in the form's order.

    All texts are final French text, not markup.

    Attributes:
        title: of the file, neutral and without a name: « Fiche de commentaires – E33 ».
        exam: « Baccalauréat professionnel Métiers du commerce et de la vente ».
        subtest: « Sous-épreuve E33 : Fidélisation de la clientèle… ».
        subject: « Analyse et mise en œuvre opérationnelle… ».
        identification: pairs (label, value) of the form's identification fields, in order.
        comments_title: « Commentaires objectifs ».
        comments_lead: « Professionnalité du candidat dans sa capacité à ».
        comments: the comments, in the form's order; empty when ``statement`` is given.
        appraisal_title: « Appréciation globale ».
        appraisal: the appraisal; may hold several paragraphs separated by line feeds.
        statement: the factual text of *non interrogé*, in place of comments and appraisal.
        members_title: « Nom et signature des membres de la commission d’interrogation ».
        members: each member's name and capacity, one line each, with room to sign.
        note_title: « Note ».
        note: the mark as printed, such as ``"13,5"``; ``""`` only on a form to be filled in by hand.
        note_out_of: « / 20 ».
        proposal: « Note proposée, sous réserve de la délibération du jury. »
        fingerprint: the first 64 bits of the seal as printed in the footer, hexadecimal in groups.
        amended: « Rectifié le … » after the clôture, else ``None``.
        notice: what is said before everything else, such as that this is no exam, else ``""``.
    """

    title: str
    exam: str
    subtest: str
    subject: str
    identification: tuple[tuple[str, str], ...]
    comments_title: str
    comments_lead: str
    comments: tuple[VersoComment, ...]
    appraisal_title: str
    appraisal: str
    statement: str | None
    members_title: str
    members: tuple[str, ...]
    note_title: str
    note: str
    note_out_of: str
    proposal: str
    fingerprint: str
    amended: str | None = None
    notice: str = ""

"""Pages' contents for the tests of documents; every person in them is invented."""

from __future__ import annotations

from dataclasses import replace

from e33tui.domain.verso import Verso, VersoComment

HEADINGS = (
    "Traiter et exploiter l’information ou le contact client",
    "Contribuer à des actions de fidélisation et de développement de la relation client",
    "Évaluer les actions de fidélisation et de développement de la relation client",
    "Communiquer",
)
TEXTS = (
    "Sources internes et externes bien choisies ; les données de la zone restent à approfondir.",
    "Action menée avec sérieux : relance de 40 clients, accueil « premium », carte proposée.",
    "Bilan chiffré (taux de retour de 12 %, panier de 34 €). Améliorations cohérentes.",
    "Rien à signaler.",
)
USUAL = Verso(
    title="Fiche de commentaires\u00a0–\u00a0E33",
    exam="Baccalauréat professionnel Métiers du commerce et de la vente",
    subtest=(
        "Sous-épreuve E33 : Fidélisation de la clientèle et Développement de la Relation Client"
    ),
    subject=(
        "Analyse et mise en œuvre opérationnelle d’une action de fidélisation de la clientèle "
        "et développement de la relation client"
    ),
    identification=(
        ("Session", "2026"),
        ("Centre d’examen", "Lycée des Deux-Rives, Val-Fictif"),
        ("Date de l’épreuve", "11 juin 2026"),
        ("Nom et prénom du (de la) candidat(e)", "ŁĄCZNA-NGUYỄN Zoë"),
        ("Numéro du (de la) candidat(e)", "0123456"),
    ),
    comments_title="Commentaires objectifs",
    comments_lead="Professionnalité du candidat dans sa capacité à",
    comments=tuple(map(VersoComment, HEADINGS, TEXTS)),
    appraisal_title="Appréciation globale",
    appraisal="Exposé structuré, tenu dans le temps.\nL’entretien a précisé la méthode.",
    statement=None,
    members_title="Nom et signature des membres de la commission d’interrogation",
    members=(
        "Mme DUPONT-TEST Claire, professeure d’économie-gestion",
        "M. LEFÈVRE-TEST Karim, professionnel (responsable de magasin, Maison Fictive)",
    ),
    note_title="Note",
    note="13,5",
    note_out_of="/ 20",
    proposal="Note proposée, sous réserve de la délibération du jury.",
    fingerprint="3fa9 c01b 77de 90a4",
)

SENTENCE = "Le candidat explicite sa démarche, la relie au contexte et en mesure les effets. "
LONG = replace(
    USUAL,
    comments=tuple(VersoComment(heading, (SENTENCE * 25)[:2000]) for heading in HEADINGS),
    appraisal=(SENTENCE * 25)[:2000],
    amended="Rectifié le 12/06/2026",
)

FACTUAL = replace(
    USUAL,
    comments=(),
    appraisal="",
    statement="L’interrogation n’a pas eu lieu ; la note attribuée est zéro.",
    note="0",
)

# The shipped font has none of these; the system's fonts for rare scripts do.
RARE = replace(
    USUAL,
    identification=(
        ("Nom et prénom", "محمد عبد الله"),
        ("Numéro", "王小明"),
        *USUAL.identification[:3],
    ),
    comments=(VersoComment("Langues", "Święcicka, Łódź, Nguyễn Thị Hường, Straße"),),
)


def hostile(canary: str) -> Verso:
    """Return a page whose every text tries to be something else.

    Args:
        canary: the address of a file that must not be read.
    """
    attack = (
        f'<img src="{canary}"> [/b] {{{{7*7}}}} {{% raw %}} </p><script>x</script> '
        f"<style>*{{content:url({canary})}}</style> &amp; <a rel=attachment href={canary}>"
    )
    return replace(
        USUAL,
        exam=attack,
        subtest=attack,
        identification=tuple((attack, attack) for _ in range(3)),
        comments=(VersoComment(attack, attack), VersoComment("Sans espace", "W" * 2000)),
        appraisal=attack + "\u202e\x1b[31m\x00",
        members=(attack, attack),
        note=attack[:20],
        fingerprint=attack[:20],
        proposal=attack,
        amended=attack,
    )

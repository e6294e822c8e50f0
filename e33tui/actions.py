"""The one table of actions: bindings, footer, help, palette and key card all come from it.

A key is chosen so that every terminal can send it and no multiplexer keeps it: no function key, no
Alt, no ctrl+h, i, j, m (backspace, tab, enter), no ctrl+s, q (XON/XOFF), no ctrl+a, b (screen, tmux).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from e33tui.domain.frozen import dataclass


class Place(StrEnum):
    """Where an action makes sense: one value a screen, and everywhere."""

    EVERYWHERE = "everywhere"
    SETUP = "setup"
    HOME = "home"
    CANDIDATE = "candidate"
    IMPORT = "import"
    CLOSING = "closing"
    HARMONISATION = "harmonisation"
    PAPERS = "papers"
    IDENTIFICATION = "identification"
    GATE = "gate"
    EXAM = "exam"
    CANDIDATE_OUT = "candidate_out"
    PROFILE = "profile"
    APPRAISAL = "appraisal"
    LOCK = "lock"
    VERSO = "verso"
    FRAUD = "fraud"
    OBSERVATIONS = "observations"
    HISTORY = "history"


PLACE_TITLES = {
    Place.EVERYWHERE: "Partout",
    Place.SETUP: "Séance",
    Place.HOME: "Accueil",
    Place.CANDIDATE: "Candidat",
    Place.IMPORT: "Importer la liste",
    Place.CLOSING: "Clôture",
    Place.HARMONISATION: "Harmonisation",
    Place.PAPERS: "Documents de la séance",
    Place.IDENTIFICATION: "Identification",
    Place.GATE: "Présentation numérique",
    Place.EXAM: "1er temps et 2nd temps",
    Place.CANDIDATE_OUT: "Candidat sorti ?",
    Place.PROFILE: "Profil",
    Place.APPRAISAL: "Appréciation",
    Place.LOCK: "Verrouillage",
    Place.VERSO: "Verso",
    Place.FRAUD: "Procès-verbal",
    Place.OBSERVATIONS: "Observations",
    Place.HISTORY: "Historique",
}
"""What a juror calls each screen."""

WALK = (
    Place.IDENTIFICATION,
    Place.GATE,
    Place.EXAM,
    Place.CANDIDATE_OUT,
    Place.PROFILE,
    Place.APPRAISAL,
    Place.LOCK,
    Place.VERSO,
)
"""The screens of a passage, in the walk's order."""


@dataclass(frozen=True)
class Action:
    """One thing that a key does.

    Attributes:
        id: the binding's id and, with underscores, the ``action_…`` method's name.
        keys: the framework's key names; the first is shown. None: the palette alone leads to it.
        label: a few French words for the footer.
        places: where it exists.
        help: one French sentence for the help and the key card; no key in it can be another's.
        footer: whether the footer shows it.
        priority: whether it works while a text is being typed.
        short: the label where there is little room; empty: the same.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    places: tuple[Place, ...]
    help: str
    footer: bool = True
    priority: bool = True
    short: str = ""


FORMS = (Place.SETUP, Place.CANDIDATE)
WITH_REMARKS = (Place.EXAM, Place.PROFILE, Place.APPRAISAL)
WITH_INCIDENTS = (*(place for place in WALK if place is not Place.VERSO), Place.FRAUD)
"""Where a passage can still be changed: something may happen, or be remembered, until the lock."""
WITH_HISTORY = tuple(place for place in WALK if place not in (Place.EXAM, Place.CANDIDATE_OUT))
"""Where a locked or reopened passage is looked at, and no candidate is in the room."""
WITH_PAGES = (Place.IMPORT, Place.HISTORY, Place.FRAUD, Place.LOCK, Place.VERSO)
"""Where something is read that may be longer than the screen."""

ACTIONS: tuple[Action, ...] = (
    Action(
        "next",
        ("ctrl+n",),
        "suite",
        (*WALK, Place.IMPORT, Place.CLOSING, Place.FRAUD),
        "Fait ce que l’écran propose : démarrer, terminer, passer à la suite.",
    ),
    Action("save", ("ctrl+n",), "enregistrer", FORMS, "Enregistre et revient à l’accueil."),
    Action(
        "open",
        ("enter", "ctrl+n"),
        "ouvrir",
        (Place.HOME,),
        "Ouvre le passage du candidat choisi, là où il en était.",
        priority=False,
    ),
    Action("add", ("a", "A"), "ajouter", (Place.HOME,), "Ajoute un candidat.", priority=False),
    Action(
        "edit",
        ("m", "M"),
        "modifier",
        (Place.HOME,),
        "Corrige le nom ou le numéro d’un candidat qui n’a pas commencé.",
        priority=False,
    ),
    Action(
        "remove",
        ("delete",),
        "retirer",
        (Place.HOME,),
        "Retire de la liste un candidat qui n’a pas commencé.",
        footer=False,
        priority=False,
    ),
    Action(
        "import_list",
        ("i", "I"),
        "importer la liste",
        (Place.HOME,),
        "Ajoute ou corrige les candidats d’après un fichier, une fois l’aperçu accepté.",
        footer=False,
        priority=False,
    ),
    Action(
        "settings",
        ("s", "S"),
        "séance",
        (Place.HOME,),
        "Ouvre l’identification de la séance : session, centre, date, commission.",
        priority=False,
    ),
    Action(
        "model",
        ("ctrl+e",),
        "reprendre une séance",
        (Place.SETUP,),
        "Pour une nouvelle séance : reprend l’identification d’une autre, sans ses candidats.",
        short="reprendre",
    ),
    Action(
        "closing",
        ("c", "C"),
        "clôture",
        (Place.HOME,),
        "Clôt la séance ; ensuite, il n’y a plus que des rectifications.",
        priority=False,
    ),
    Action(
        "make",
        ("ctrl+n", "enter"),
        "faire",
        (Place.PAPERS,),
        "Fait le document choisi ; de plusieurs, ceux qui manquent.",
        priority=False,
    ),
    Action(
        "open_compared",
        ("ctrl+n", "enter"),
        "voir la fiche",
        (Place.HARMONISATION,),
        "Montre la grille et la note du candidat choisi ; une fiche à rédiger s’ouvre.",
        priority=False,
        short="voir",
    ),
    Action(
        "compare_now",
        ("ctrl+e",),
        "comparer sans attendre",
        (Place.HARMONISATION,),
        "Compare les candidats terminés sans attendre les autres.",
        short="comparer",
    ),
    Action(
        "examine_next",
        ("n", "N"),
        "suivant",
        (Place.HOME,),
        "Ouvre le passage du prochain candidat à examiner, dans l’ordre de la liste.",
        priority=False,
    ),
    Action(
        "harmonisation",
        ("h", "H"),
        "harmonisation",
        (Place.HOME,),
        "Compare les profils et les notes des candidats, une fois tous terminés.",
        priority=False,
    ),
    Action(
        "papers",
        ("p", "P"),
        "documents",
        (Place.HOME,),
        "Montre les documents de la séance, du jour et de la clôture, et les fait.",
        priority=False,
    ),
    Action(
        "search",
        ("r", "R", "slash"),
        "rechercher",
        (Place.HOME,),
        "Cherche un candidat par son nom ou son numéro, et ouvre son passage.",
        footer=False,
        priority=False,
    ),
    Action(
        "move_later",
        ("plus",),
        "plus tard",
        (Place.HOME,),
        "Fait passer le candidat choisi après le suivant, dans l’ordre du jour.",
        footer=False,
        priority=False,
    ),
    Action(
        "move_earlier",
        ("minus",),
        "plus tôt",
        (Place.HOME,),
        "Fait passer le candidat choisi avant le précédent.",
        footer=False,
        priority=False,
    ),
    Action(
        "hand_over",
        ("t", "T"),
        "transmettre",
        (Place.HOME,),
        "Confie le candidat à une autre commission ou à un autre jour, ou le reprend.",
        footer=False,
        priority=False,
    ),
    Action(
        "member_absent",
        ("ctrl+x",),
        "membre absent",
        (Place.CLOSING,),
        "Note que le membre choisi est absent, ou l’annule ; cela n’empêche pas la clôture.",
    ),
    Action(
        "absent",
        ("ctrl+x",),
        "absent",
        (Place.HOME, Place.IDENTIFICATION),
        "Déclare le candidat absent, ou annule l’absence. Une absence n’est pas un zéro.",
    ),
    Action(
        "no_identity",
        ("ctrl+e",),
        "sans pièce d’identité",
        (Place.IDENTIFICATION,),
        "Continue sans pièce d’identité ; la mention est portée au dossier.",
    ),
    Action(
        "levels",
        ("tab",),
        "degrés",
        (Place.EXAM,),
        "Passe de l’observation aux degrés, et retour.",
    ),
    Action(
        "pause",
        ("ctrl+t",),
        "pause",
        (Place.EXAM,),
        "Met l’horloge en pause à l’instant, ou la relance.",
    ),
    Action(
        "reopen_part",
        ("ctrl+y",),
        "rouvrir le temps",
        (Place.EXAM, Place.CANDIDATE_OUT),
        "Rouvre un temps terminé par erreur ; son horloge a continué.",
        short="rouvrir",
    ),
    Action(
        "clock",
        ("ctrl+u",),
        "horloge",
        (Place.EXAM,),
        "Démarré il y a…, plus ou moins 30 secondes, durées aménagées, motif d’une pause.",
    ),
    Action(
        "cover",
        ("right",),
        "critère à couvrir",
        (Place.EXAM,),
        "Va au critère suivant sans observation ni degré ; ligne vide.",
        priority=False,
        short="à couvrir",
    ),
    Action(
        "prompts",
        ("left",),
        "relances",
        (Place.EXAM,),
        "Montre des questions à poser sur le critère, ou les cache ; ligne vide.",
        priority=False,
    ),
    Action(
        "reference",
        ("home",),
        "repères",
        (Place.EXAM,),
        "Montre le critère officiel et les documents d’enseignement, ou les cache ; ligne vide.",
        footer=False,
        priority=False,
    ),
    Action(
        "ending",
        ("ctrl+k",),
        "fin particulière",
        (Place.GATE, Place.EXAM),
        "Abandon du candidat, interruption, exclusion par le chef de centre.",
        footer=False,
    ),
    Action(
        "edit_remark",
        ("ctrl+n", "enter"),
        "corriger",
        (Place.OBSERVATIONS,),
        "Corrige le texte de l’observation choisie, et sa marque.",
        priority=False,
    ),
    Action(
        "filter_remarks",
        ("f", "F"),
        "filtrer",
        (Place.OBSERVATIONS,),
        "Ne montre qu’un critère, une marque, un temps ou un auteur ; les choix s’ajoutent.",
        priority=False,
    ),
    Action(
        "search_remarks",
        ("r", "R", "slash"),
        "chercher",
        (Place.OBSERVATIONS,),
        "Cherche parmi les observations par le début des mots.",
        priority=False,
    ),
    Action(
        "move_remark",
        ("c", "C"),
        "critère",
        (Place.OBSERVATIONS,),
        "Rattache l’observation choisie à un autre critère, ou à aucun.",
        priority=False,
    ),
    Action(
        "mark_remark",
        ("m", "M"),
        "marque",
        (Place.OBSERVATIONS,),
        "Change la marque de l’observation choisie : plus, moins, question, ou aucune.",
        priority=False,
    ),
    Action(
        "all_remarks",
        ("t", "T"),
        "tout montrer",
        (Place.OBSERVATIONS,),
        "Montre de nouveau toutes les observations.",
        priority=False,
        short="tout",
    ),
    Action(
        "remove_remark",
        ("delete",),
        "effacer une observation",
        (Place.OBSERVATIONS,),
        "Efface l’observation choisie ; annulable jusqu’au verrou.",
        priority=False,
        short="effacer",
    ),
    Action(
        "erase_remark",
        ("e", "E"),
        "effacer définitivement",
        (Place.OBSERVATIONS,),
        "Demande, puis efface l’observation choisie pour de bon ; rien ne la rend ensuite.",
        footer=False,
        priority=False,
    ),
    Action(
        "tick",
        ("ctrl+e",),
        "question posée",
        (Place.EXAM, Place.OBSERVATIONS),
        "Coche la question choisie, ou la première encore ouverte du critère.",
        short="posée",
    ),
    Action(
        "defer",
        ("end",),
        "reporter",
        (Place.EXAM,),
        "Remet la question choisie à plus tard, après les autres ; ligne vide.",
        priority=False,
    ),
    Action(
        "note",
        ("tab",),
        "note",
        (Place.PROFILE,),
        "Passe de la grille à la note, et retour.",
    ),
    Action(
        "nothing",
        ("ctrl+y",),
        "rien à signaler",
        (Place.APPRAISAL,),
        "Déclare qu’il n’y a rien à signaler pour ce commentaire ; imprimé ainsi.",
    ),
    Action(
        "insert",
        ("ctrl+k",),
        "insérer",
        (Place.APPRAISAL,),
        "Insère des observations ou une phrase, trouvées par le début de leurs mots.",
    ),
    Action(
        "next_text",
        ("tab",),
        "texte suivant",
        (Place.APPRAISAL, Place.FRAUD),
        "Passe au texte suivant.",
        short="texte",
    ),
    Action(
        "countersign",
        ("ctrl+e",),
        "contreseing",
        (Place.FRAUD,),
        "Note si le candidat contresigne le procès-verbal, ou refuse de signer.",
        short="signature",
    ),
    Action(
        "fraud_report",
        ("ctrl+k",),
        "imprimer",
        (Place.FRAUD,),
        "Fait le procès-verbal à signer, dans le dossier de la commission.",
        short="PV",
    ),
    Action(
        "declined",
        ("ctrl+y",),
        "sans déclaration",
        (Place.FRAUD,),
        "Note que le candidat ne souhaite pas faire de déclaration, ou l’annule.",
        short="sans",
    ),
    Action(
        "previous_text",
        ("shift+tab",),
        "texte précédent",
        (Place.APPRAISAL,),
        "Passe au texte précédent.",
        footer=False,
    ),
    Action(
        "reopen",
        ("ctrl+y",),
        "rouvrir la fiche",
        (Place.VERSO, Place.HARMONISATION),
        "Rouvre la fiche verrouillée, avec un motif ; après la clôture, la rectifie.",
    ),
    Action(
        "document",
        ("ctrl+e",),
        "refaire le verso",
        (Place.VERSO,),
        "Refait le document du verso dans le dossier communicable.",
        short="refaire",
    ),
    Action(
        "dossier",
        ("ctrl+d",),
        "dossier",
        (Place.VERSO,),
        "Fait le dossier d’évaluation, réservé à la commission et au chef de centre.",
    ),
    Action(
        "questions",
        ("tab",),
        "questions",
        (Place.HARMONISATION,),
        "Passe des candidats aux questions et à la répartition des notes, et retour.",
    ),
    Action(
        "sort_notes",
        ("t", "T"),
        "trier",
        (Place.HARMONISATION,),
        "Range les candidats par note, ou dans l’ordre de la liste ; jamais par degrés.",
        priority=False,
    ),
    Action(
        "open_version",
        ("ctrl+n", "enter"),
        "voir la version",
        (Place.HISTORY,),
        "Montre ce que dit la version choisie, après vérification de son empreinte.",
        priority=False,
    ),
    Action(
        "panes",
        ("tab",),
        "changements",
        (Place.HISTORY,),
        "Passe des versions aux changements, et retour.",
    ),
    Action(
        "page_up",
        ("pageup",),
        "page d’avant",
        WITH_PAGES,
        "Remonte d’une page de ce qui se lit.",
        footer=False,
    ),
    Action(
        "page_down",
        ("pagedown",),
        "page d’après",
        WITH_PAGES,
        "Descend d’une page de ce qui se lit.",
        footer=False,
    ),
    Action(
        "earlier",
        ("pageup",),
        "observations d’avant",
        WITH_REMARKS,
        "Remonte dans les observations, si l’écran ne les montre pas toutes.",
        footer=False,
    ),
    Action(
        "later",
        ("pagedown",),
        "observations d’après",
        WITH_REMARKS,
        "Redescend vers les dernières observations.",
        footer=False,
    ),
    Action(
        "observations",
        ("ctrl+x",),
        "observations",
        (*WITH_REMARKS, Place.OBSERVATIONS),
        "Montre toutes les observations, pour les relire, les corriger ou en effacer, ou les ferme.",
        footer=False,
    ),
    Action(
        "next_candidate",
        ("ctrl+e",),
        "candidat suivant",
        (Place.CANDIDATE_OUT, Place.PROFILE, Place.APPRAISAL, Place.LOCK),
        "Laisse la fiche à rédiger et ouvre le candidat suivant.",
        short="suivant",
    ),
    Action(
        "history",
        ("ctrl+t",),
        "historique",
        WITH_HISTORY,
        "Montre les versions scellées et ce qui a changé depuis le premier verrouillage.",
    ),
    Action(
        "full_text",
        ("ctrl+u",),
        "plein écran",
        (Place.APPRAISAL,),
        "Donne tout l’écran au texte, ou rend les observations à côté.",
        short="agrandir",
    ),
    Action(
        "incident",
        ("ctrl+d",),
        "incident",
        WITH_INCIDENTS,
        "Note un incident ou une fraude présumée, avec l’heure, sans arrêter l’horloge.",
        footer=False,
    ),
    Action(
        "reports",
        (),
        "documents du passage",
        (*WALK, Place.FRAUD),
        "Par son nom : constat, fiche d’incident, procès-verbal, formulaire de ce passage.",
        footer=False,
    ),
    Action(
        "undo",
        ("ctrl+z",),
        "annuler",
        (*WALK, Place.FRAUD, Place.OBSERVATIONS),
        "Annule le dernier changement, jusqu’au verrou.",
    ),
    Action(
        "back",
        ("ctrl+r",),
        "retour",
        (
            *WALK,
            *FORMS,
            Place.IMPORT,
            Place.CLOSING,
            Place.HARMONISATION,
            Place.PAPERS,
            Place.HISTORY,
            Place.FRAUD,
            Place.OBSERVATIONS,
        ),
        "Revient à l’écran précédent sans rien perdre.",
    ),
    Action(
        "home",
        ("ctrl+f",),
        "accueil",
        (*WALK, Place.HISTORY, Place.FRAUD, Place.OBSERVATIONS),
        "Revient à la liste des candidats : une fiche reste à rédiger, un oral continue.",
        footer=False,
    ),
    Action(
        "blank",
        ("ctrl+o",),
        "écran neutre",
        (Place.EVERYWHERE,),
        "Cache l’écran à l’instant ; la même touche le rend, ou un code. L’horloge continue.",
        short="neutre",
    ),
    Action(
        "help",
        ("ctrl+g",),
        "aide",
        (Place.EVERYWHERE,),
        "Montre les touches de l’écran ; ? aussi, là où aucun texte ne se tape.",
    ),
    Action(
        "command_palette",
        ("ctrl+p",),
        "commandes",
        (Place.EVERYWHERE,),
        "Cherche une commande par son nom.",
        footer=False,
    ),
    Action(
        "copy",
        (),
        "enregistrer une copie",
        (Place.EVERYWHERE,),
        "Par son nom : copie toute la séance dans un autre dossier, même si son disque est en panne.",
        footer=False,
    ),
    Action(
        "theme",
        (),
        "thème suivant",
        (Place.EVERYWHERE,),
        "Par son nom : change les couleurs, d’un thème à l’autre (standard, contraste, monochrome).",
        footer=False,
    ),
    Action(
        "screen_code",
        (),
        "code de l’écran neutre",
        (Place.EVERYWHERE,),
        "Par son nom : fait demander un code par l’écran neutre, le change ou le retire.",
        footer=False,
    ),
    Action(
        "repaint",
        ("ctrl+l",),
        "redessiner",
        (Place.EVERYWHERE,),
        "Redessine tout l’écran.",
        footer=False,
    ),
    Action(
        "touch",
        ("ctrl+v",),
        "disposition tactile",
        (Place.EVERYWHERE,),
        "Dispose l’écran pour le doigt, ou de nouveau pour le clavier ; rien n’est perdu.",
        footer=False,
    ),
    Action(
        "leave",
        ("ctrl+c",),
        "quitter",
        (Place.EVERYWHERE,),
        "Quitte e33tui ; tout est enregistré, un passage en cours reste en cours.",
        footer=False,
    ),
)


def actions_at(place: Place) -> tuple[Action, ...]:
    """Return the actions of one screen, its own first."""
    own = [action for action in ACTIONS if place in action.places]
    common = [action for action in ACTIONS if Place.EVERYWHERE in action.places]
    return (*own, *common)


def key_card(places: Iterable[Place] = Place) -> list[tuple[Place, tuple[Action, ...]]]:
    """Return the whole key card: the actions of each screen, each named once."""
    return [(p, tuple(a for a in ACTIONS if p in a.places)) for p in places]

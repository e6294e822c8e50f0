"""The command line, in French, through the same service as the screens.

Codes: 0 done, 1 refused or something is wrong with the séance, 2 wrong use. Each command is a module
beside this one, loaded when it is asked for: what the interface does not need costs it nothing.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import sys
from collections.abc import Callable, Sequence

from e33tui import __version__
from e33tui.cli.opening import EXPORTS_VARIABLE, FOLDER_VARIABLE, RUBRIC_VARIABLE
from e33tui.cli.words import (
    NoTerminalError,
    OutputError,
    UsageError,
    leave_output,
    say_error,
    spell_output,
    write,
    writing,
)
from e33tui.domain.errors import E33Error

COMMANDS = {
    "code": "screen_code",
    "demo": "demonstration",
    "exporter": "export",
    "historique": "history",
    "importer": "importing",
    "purger": "purge",
    "touches": "key_card",
    "verifier": "verify",
}
"""Each command and the module whose ``run`` carries it out."""

HELP = f"""\
Usage :
  e33tui [DOSSIER]                  ouvre la séance, ou prépare un dossier vide
  e33tui demo [DOSSIER]             ouvre la démonstration (candidats fictifs)
         [--entrainement]           ou un entraînement guidé, en temps réduit
         [--preparer]               l’écrit sans l’ouvrir
         [--theme NOM]              standard, contraste ou monochrome
         [--sobre]                  sans cadres ni signes : lecteur d’écran
         [--tactile]                de grandes cibles, pour le doigt
  e33tui code [DOSSIER]             dit si l’écran neutre demande un code
         [--retirer]                le retire : un code oublié ne bloque rien
  e33tui exporter DOSSIER NUMERO    fait le verso d’un passage verrouillé
         [--html]                   ou en page HTML, si le moteur PDF manque
         [--document NOM]           ou dossier, constat, formulaire,
                                    couverture, incident, proces-verbal
  e33tui exporter DOSSIER --tous    fait les versos de toute la séance
         [--ensemble]               en un seul fichier, à imprimer
         [--html]                   ou en pages HTML
         [--document dossier]       ou tous les dossiers
  e33tui exporter DOSSIER --document NOM
                                    fait bordereau, bordereau-csv, emargement,
                                    couverture, formulaire, candidats (CSV)
  e33tui historique DOSSIER NUMERO  dit ce qui a changé depuis le verrouillage
         [--version N]              ou ce que dit une version scellée
  e33tui importer DOSSIER FICHIER   dit ce qu’une liste changerait
         [--oui]                    et la reprend, si rien n’y est à corriger
         [--etablissement]          avec l’établissement, que la fiche n’a pas
  e33tui purger DOSSIER             retire tout sauf le registre, pour toujours
         [--observations]           ou les observations seules
         [--oui]                    sans question, même avant la date fixée
  e33tui verifier DOSSIER           vérifie les scellés et le registre
         [--tete EMPREINTE]         et que cette empreinte imprimée y figure
         [--document FICHIER]       et de quelle version est ce document
         [--empreinte TEXTE]        ou l’empreinte imprimée au bas d’une page
  e33tui touches                    montre les touches, une page
         [--pdf FICHIER]            ou en fait une feuille à imprimer
         [--modele]                 ou écrit le fichier qui les change
  e33tui --version                  affiche la version
  e33tui --help                     affiche cette aide

Sans DOSSIER : ${FOLDER_VARIABLE}, sinon le dossier e33tui/ suivi de la date du
jour, dans votre dossier personnel ; pour demo : e33tui/demonstration, ou
e33tui/entrainement.
Les documents vont dans ${EXPORTS_VARIABLE}, sinon dans exports/ du dossier de la
séance. ${RUBRIC_VARIABLE} nomme une autre grille que celles fournies,
$E33TUI_TOUCHES d’autres touches que ~/.config/e33tui/touches.toml.
Un dossier nommé comme une commande s’écrit ./demo.

Une purge n’atteint ni les sauvegardes, ni les copies faites ailleurs, ni les
anciens blocs que le disque peut garder.

Codes de retour : 0 fait, 1 refusé ou anomalie, 2 commande mal écrite.
"""

_HELP_WORDS = {"--help", "-h", "--aide"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # What is made here has its own mode; this is for what a library would make.
    os.umask(0o077)
    allow_many_files()
    spell_output()
    try:
        code = _run(words)
        # What cannot be written is to be known here, not when the interpreter ends.
        with writing():
            sys.stdout.flush()
        return code
    except UsageError as error:
        written = f"e33tui {' '.join(words)}"
        say_error(str(error) or f"Commande mal écrite : {written} ; voyez « e33tui --help ».")
        return 2
    except NoTerminalError as error:
        say_error(str(error))
        return 2
    except E33Error as error:
        say_error(f"{error.title} : {error.message}")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Who reads has seen enough, as « head » does. What is left must not be flushed at the end.
        leave_output()
        return 1
    except OutputError as error:
        say_error(str(error))
        return 1
    except Exception as error:  # noqa: BLE001 (the last resort: never a traceback)
        from e33tui.crash import report

        say_error(report(error))
        return 1


def allow_many_files() -> None:
    """Let the program open as many files as it may: the clôture holds every passage at once."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _run(words: list[str]) -> int:
    if not _HELP_WORDS.isdisjoint(words):
        write(HELP)
        return 0
    if words == ["--version"]:
        write(f"e33tui {__version__}\n")
        return 0
    words = _command_first(words)
    if words and words[0] in COMMANDS:
        return _command(COMMANDS[words[0]])(words[1:])
    return _command("interface")(words)


def _command_first(words: list[str]) -> list[str]:
    """Return the words with the command before its options, which may be written before it too."""
    at = 0
    while at < len(words) and words[at].startswith("-") and words[at] != "--":
        # The one option of the interface that has a word of its own.
        at += 2 if words[at] == "--theme" else 1
    if at < len(words) and words[at] in COMMANDS:
        return [words[at], *words[:at], *words[at + 1 :]]
    return words


def _command(module: str) -> Callable[[list[str]], int]:
    run: Callable[[list[str]], int] = importlib.import_module(f"e33tui.cli.{module}").run
    return run

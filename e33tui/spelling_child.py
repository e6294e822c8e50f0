"""Looks words up in a Hunspell dictionary, in a process of its own: to load one takes a second.

Run as a script with the dictionary's path but for its ending. A line of the standard input is a list of
words as JSON; the answer is a line with those that the dictionary does not have. It ends with its input,
and at once where the dictionary is no French one.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

MEMORY = 1 << 30
COMMON = ("le", "et", "avec")
"""No French dictionary is without them; one that is would find fault with every word."""
NICER = 10
"""Whoever types comes first."""


def main(dictionary: str) -> int:
    """Answer until nothing more is asked; return the process's code."""
    os.nice(NICER)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from hunspell import Hunspell

    path = Path(dictionary)
    known = Hunspell(path.name, hunspell_data_dir=str(path.parent))
    if not all(known.spell(word) for word in COMMON):
        return 1
    for line in sys.stdin:
        unknown = [word for word in json.loads(line) if not known.spell(word)]
        sys.stdout.write(f"{json.dumps(unknown)}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

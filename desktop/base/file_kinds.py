"""The files that a double click opens in the program, by their endings; every set-up tells the system the same ones.

What a set-up tells stands in `packaging/file_types.py` and `packaging/windows/installer/passerelle.nsi`.
"""

from pathlib import Path

BUNDLE = ".psb"  # the work of an office, a return, a case or a decision that is carried, rules and lists
PART = ".psbp"  # of a bundle that was cut for e-mail
ANSWER = ".kit"  # of Headquarters to a laptop
REQUEST = ".enrol"  # of a laptop to Headquarters
UPDATE = ".update"  # of the program
OPENED = (BUNDLE, PART, ANSWER, REQUEST, UPDATE)
BUNDLES_BEGIN, PARTS_BEGIN = b"PSB", b"PSBP"  # a figure follows the first: the format of the bundle


def ending_of(path: Path) -> str:
    """What a file is: its ending, or that of what its first bytes say where mail gave it another; empty for others.

    A name with one of the endings is believed, whether such a file is there or not: its page says what is wrong.
    """
    ending = path.suffix.lower()
    if ending in OPENED:
        return ending
    try:
        with path.open("rb") as file:
            begins = file.read(len(PARTS_BEGIN))
    except OSError:
        return ""
    if begins == PARTS_BEGIN:
        return PART
    return BUNDLE if begins.startswith(BUNDLES_BEGIN) and begins[3:].isdigit() else ""

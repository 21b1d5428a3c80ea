"""The files that a double click opens in the program, by their endings; every set-up tells the system the same ones.

What a set-up tells stands in `packaging/file_types.py` and `packaging/windows/installer/passerelle.nsi`.
"""

BUNDLE = ".psb"  # the work of an office, a return, a case or a decision that is carried, rules and lists
PART = ".psbp"  # of a bundle that was cut for e-mail
ANSWER = ".kit"  # of Headquarters to a laptop
REQUEST = ".enrol"  # of a laptop to Headquarters
OPENED = (BUNDLE, PART, ANSWER, REQUEST)


def is_opened(name: str) -> bool:
    """Whether a file of this name is one that the program opens."""
    return name.lower().endswith(OPENED)

"""What is said of a command line that cannot be understood: the words of argparse, in the language of its reader."""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager

from desktop.base import paths
from desktop.base.text import N_

# What argparse says by itself, in Python 3.11 to 3.14: `argparse_speaks` has it say the translations
OF_ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("%(heading)s:"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("unexpected option string: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("expected at most one argument"),
    N_("ignored explicit argument %r"),
    N_("not allowed with argument %s"),
)


@contextmanager
def argparse_speaks(language: str) -> Iterator[None]:
    """Let the usage, the help and the errors of argparse be said in a language.

    It asks the system's gettext, which goes by the environment: both are as before afterwards, for the processes that
    a command starts too.
    """
    domain, before = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain("passerelle", str(paths.resources() / "locale"))
    gettext.textdomain("passerelle")
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before

"""A program update that is carried to an office, in words: what was compared, and what nobody has checked."""

from desktop.base.text import _
from desktop.bundles.keys import spoken
from desktop.services.exchange.program_updates import ProgramUpdate, SlipState


def forwarded_words(update: ProgramUpdate) -> str:
    """What Headquarters copied."""
    return _(
        "“{name}” was copied and read again, byte by byte; its fingerprint is {mark}. Headquarters signed nothing of "
        "it."
    ).format(name=update.path.name, mark=spoken(update.digest))


def looked_words(update: ProgramUpdate) -> str:
    """What an office may say of it."""
    whole = {
        SlipState.SAME: _("It is whole, as its digest beside it says."),
        SlipState.OTHER: _("It is not the file whose digest lies beside it: do not install it."),
        SlipState.NONE: _("No digest lies beside it, so nothing says whether it is whole."),
    }[update.slip]
    return _(
        "“{name}” has the fingerprint {mark}. {whole} This version of Passerelle cannot check who made it: compare the "
        "fingerprint with Headquarters by telephone before anybody installs it. Nothing was installed."
    ).format(name=update.path.name, mark=spoken(update.digest), whole=whole)

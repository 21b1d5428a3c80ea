"""A program update that is carried to an office, in words: what it is, who signed it, and what is new in it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from desktop.base.dates import format_date
from desktop.base.errors import Problem
from desktop.base.numbers import format_size
from desktop.base.progress import Progress
from desktop.base.text import _, language
from desktop.bundles.keys import spoken
from desktop.bundles.program_release import Release, ReleaseRoot
from desktop.services.exchange import program_updates
from desktop.services.exchange.program_installing import InstalledUpdate
from desktop.services.exchange.program_updates import LookedAtUpdate
from desktop.services.work import Work


def forwarded_words(release: Release) -> str:
    """What Headquarters copied."""
    return _(
        "“{name}” was copied and read again, byte by byte. Two release keys signed version {version}; Headquarters "
        "signed nothing of it."
    ).format(name=release.path.name, version=release.manifest.version)


def key_words(key: str) -> str:
    """A release key as the handbook prints it."""
    return spoken(hashlib.sha256(bytes.fromhex(key)).hexdigest())


def signed_words(release: Release) -> str:
    """Who signed it."""
    first, second, *others = (key_words(key) for key in release.signers)
    if others:
        return _("the release keys {first}, {second} and {third}").format(first=first, second=second, third=others[0])
    return _("the release keys {first} and {second}").format(first=first, second=second)


def development_words(root: ReleaseRoot) -> str:
    """That anybody can sign with these keys; empty for real ones."""
    if not root.is_for_development:
        return ""
    return _("These are keys of development, with which anybody can sign: this program is not meant for an office.")


def verdict(looked: LookedAtUpdate) -> str:
    """Whether this office may install it, in a sentence."""
    if looked.refusal is not None:
        return looked.refusal.text
    return _("Version {version} is whole and signed with two release keys; it can be installed here.").format(
        version=looked.release.manifest.version
    )


def beside_words(work: Work, folder: Path, progress: Progress) -> str:
    """What is to be said of an update that lies in the folder of a return; empty for none, or for one in use already.

    It is verified and noted, and then waits on the page of the rules and templates; why another one is refused is said.
    """
    path = program_updates.beside(folder)
    if path is None:
        return ""
    try:
        looked = program_updates.look_at(work, path, progress)
    except Problem as problem:
        return problem.text
    if looked.refusal is not None:
        return looked.refusal.text
    if not program_updates.is_newer(looked.release):
        return ""
    return _(
        "Version {version} of the program lies beside the return: see under “Send and receive”, “Rules and templates”."
    ).format(version=looked.release.manifest.version)


def waiting_words(looked: LookedAtUpdate) -> str:
    """That it was installed beside the version that runs."""
    return _("Version {version} is installed: close the program and open it again to use it.").format(
        version=looked.release.manifest.version
    )


def facts(looked: LookedAtUpdate) -> Sequence[tuple[str, str]]:
    """What is known of an update, and what is new in it."""
    release = looked.release
    manifest = release.manifest
    built, expires = (format_date(day, language(), "long") for day in (manifest.built, manifest.expires))
    version = _("{version}, built on {day}").format(version=manifest.version, day=built)
    return (
        (_("Version of the program"), version),
        (_("What is new"), "\n".join(f"• {line}" for line in release.manifest.notes[language()])),
        (_("Signed with"), signed_words(release)),
        (_("To be installed until"), expires),
        (_("Made for"), f"{manifest.platform} ({format_size(manifest.unpacked, language())})"),
        (_("File"), release.path.name),
    )


def installed_words(installed: InstalledUpdate) -> str:
    """What happens now."""
    name = installed.backups[0].name if installed.backups else ""
    return _(
        "Version {version} is used from the next start on. The office was backed up before: {name}. If the new version "
        "shows no window twice, the one in use now comes back by itself."
    ).format(version=installed.version, name=name)

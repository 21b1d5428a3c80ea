"""A program update that is carried to an office, in words: what it is, who signed it, and what is new in it."""

import hashlib
from collections.abc import Sequence

from desktop.base.dates import format_date
from desktop.base.numbers import format_size
from desktop.base.text import _, language
from desktop.bundles.keys import spoken
from desktop.bundles.program_release import Release, ReleaseRoot
from desktop.services.exchange.program_installing import InstalledUpdate
from desktop.services.exchange.program_updates import LookedAtUpdate


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


def facts(looked: LookedAtUpdate) -> Sequence[tuple[str, str]]:
    """What is known of an update, and what is new in it."""
    release = looked.release
    manifest = release.manifest
    built, expires = (format_date(day, language(), "long") for day in (manifest.built, manifest.expires))
    version = _("{version}, built on {day}").format(version=manifest.version, day=built)
    return (
        (_("Version of the program"), version),
        (_("What is new"), "\n".join(news(release))),
        (_("Signed with"), signed_words(release)),
        (_("To be installed until"), expires),
        (_("Made for"), f"{manifest.platform} ({format_size(manifest.unpacked, language())})"),
        (_("File"), release.path.name),
    )


def news(release: Release) -> Sequence[str]:
    """What is new, in the language of the window."""
    return release.manifest.notes[language()]


def installed_words(installed: InstalledUpdate) -> str:
    """What happens now."""
    name = installed.backups[0].name if installed.backups else ""
    return _(
        "Version {version} is used from the next start on. The office was backed up before: {name}. If the new version "
        "shows no window twice, the one in use now comes back by itself."
    ).format(version=installed.version, name=name)

"""What a return of Headquarters holds, and what came of importing it, in words."""

from desktop.base.numbers import format_size
from desktop.base.text import _, language, plural
from desktop.base.values import moment
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.screening import published_words
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.receiving import ReturnContents
from desktop.services.exchange.restored_laptop import RegainedWork
from desktop.store.states import BundleVerdict


def contents_facts(contents: ReturnContents) -> list[tuple[str, str]]:
    """What the file holds, before it is applied."""
    numbers = ", ".join(labels.number(number) for number in contents.confirmed)
    return [
        (_("File"), contents.name),
        (_("Written by Headquarters"), labels.when(moment(contents.at))),
        (_("Size"), format_size(contents.size, language())),
        (_("Receipts"), numbers or _("none that is new")),
        (_("From Headquarters"), "\n".join(dict.fromkeys(contents.deeds)) or _("nothing new")),
        *([(_("Rules and templates"), _version(contents.version))] if contents.version else []),
        *([(_("Lists and rates"), published_words.notices_words(contents.lists))] if contents.lists else []),
        *([(_("Targets of Headquarters"), _aims(len(contents.aims)))] if contents.aims else []),
        *([(_("Partners of other offices"), ", ".join(contents.registers))] if contents.registers else []),
        (_("Disagreements"), _values(contents.disagreements)),
        (_("Not applied there"), _values(contents.refused)),
    ]


def regained_words(own: RegainedWork) -> str:
    """What is back of laptops that are no more, and what is not."""
    if not own.is_complete:
        return _(
            "This office goes on from a backup. The next return of Headquarters brings what the former laptop had sent "
            "since."
        )
    if not own.until:
        return _("This office goes on from a backup. Headquarters had nothing else of the former laptop.")
    if len(own.until) > 1:
        return _(
            "This office goes on from backups of {count} laptops, one after the other, and all that Headquarters had "
            "of them is back; the last that is here of each was done on {moments}. What was written on one of them "
            "later and never left exists nowhere else: record it again."
        ).format(count=len(own.until), moments=", ".join(map(labels.when, own.until)))
    return _(
        "This office goes on from a backup, and all that Headquarters had of the former laptop is back, up to what was "
        "done on {when}. What was written there later and never left exists nowhere else: record it again."
    ).format(when=labels.when(own.until[0]))


def _values(number: int) -> str:
    return plural("{count} value", "{count} values", number) if number else _("none")


def _aims(count: int) -> str:
    return plural("{count} new or changed", "{count} new or changed", count)


def _version(version: int) -> str:
    return _("version {version}, which you then look at and apply").format(version=version)


def report_lines(report: BundleReport) -> list[str]:
    """What was done, one sentence each."""
    if report.verdict is BundleVerdict.KNOWN:
        return [report.text]
    received, changes, disagreeing = report.receipts, report.changes, report.reviews
    unapplied = report.parked + report.refused
    lines = [
        (plural("{count} bundle is now received.", "{count} bundles are now received.", received), received),
        (
            plural("{count} change of Headquarters applied.", "{count} changes of Headquarters applied.", changes),
            changes,
        ),
        (plural("{count} disagreement to look at.", "{count} disagreements to look at.", disagreeing), disagreeing),
        (plural("{count} value was set aside.", "{count} values were set aside.", unapplied), unapplied),
    ]
    regained = [regained_words(report.regained)] if report.regained is not None else []
    return [*(text for text, count in lines if count), *regained] or [_("There was nothing new in it.")]

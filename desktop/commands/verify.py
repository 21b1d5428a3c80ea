"""`passerelle verify FILE.pdf`: what a pack says of itself, and which of its pages a scan holds."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.documents import seal
from desktop.documents.seal import PaperVerdict, PdfReport, ScanReport

MOST = 100 << 20  # bytes of a file that is looked into
VERDICTS = {
    PaperVerdict.SOUND: N_("sound: byte for byte the file that the office keeps"),
    PaperVerdict.UNCHECKED: N_("record unaltered, pages not checked: hold the file against its office with --office"),
    PaperVerdict.OTHER_FILE: N_("not the file that the office keeps: something in it was changed"),
    PaperVerdict.ALTERED: N_("not sound: altered or damaged"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the PDF of a pack, as it was made"))
    parser.add_argument(
        "--scan", type=terminal.file, metavar=_("SCAN"), help=_("a scan of the printed pages, to hold against it")
    )
    terminal.office_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0: the file is the one that the office keeps; 1 for anything else, also when nothing wrong was found in it."""
    report = seal.verify(_read(options.file))
    scan = None
    if options.scan is not None:
        scan = seal.compare(seal.read_scan(_read(options.scan)), report.reference, report.record, report.pages)
    verdict = report.judged(_is_stored(options, report) if options.office else None)
    data: dict[str, Json] = {**asdict(report), "verdict": verdict, "sound": verdict is PaperVerdict.SOUND}
    if scan is not None:
        data["scan"] = {**asdict(scan), "complete": scan.complete}
    terminal.answer(options, data, [*_report(report, verdict), *(_scan(scan) if scan else ())])
    return 0 if verdict is PaperVerdict.SOUND and (scan is None or scan.complete) else 1


def _is_stored(options: argparse.Namespace, report: PdfReport) -> bool:
    from desktop.services.agreements import packs

    with terminal.open_office(options) as office:
        return packs.is_stored(office.work, report.file, report.reference)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except OSError as error:
        raise Problem(
            _("“{name}” cannot be read; nothing was changed.").format(name=path.name),
            _("Check the file’s name."),
            code="pack-unreadable",
        ) from error
    if len(data) > MOST:
        raise Problem(
            _("“{name}” is far larger than any pack; it was not looked into.").format(name=path.name),
            _("Check that it is the PDF of a pack, as it was made."),
            code="pack-too-large",
        )
    return data


def _report(report: PdfReport, verdict: PaperVerdict) -> list[str]:
    record = _("unaltered") if report.whole else _("altered or damaged")
    fonts = _("all inside") if not report.loose else _("missing: {names}").format(names=", ".join(report.loose))
    rows = [
        (_("Document"), report.title),
        (_("Reference"), report.reference),
        (_("Pages"), report.pages),
        (_("Data inside"), f"{record} · {report.record}"),
        (_("Foot of every page"), report.fingerprint),
        (_("Archive format"), report.archive or _("none claimed")),
        (_("Fonts"), fonts),
        (_("File"), report.file),
        (_("Verdict"), _(VERDICTS[verdict])),
    ]
    return terminal.table(rows)


def _scan(scan: ScanReport) -> list[str]:
    problems = (
        (scan.missing, _("Pages missing or without a code that can be read: {pages}.")),
        (scan.twice, _("Pages that come twice: {pages}.")),
        (scan.extra, _("Pages beyond the last one: {pages}.")),
        (tuple(f"{code.reference} p. {code.page}" for code in scan.foreign), _("Pages of another document: {pages}.")),
    )
    lines = [sentence.format(pages=", ".join(map(str, pages))) for pages, sentence in problems if pages]
    return ["", *(lines or [_("The scan holds every page of this pack.")])]

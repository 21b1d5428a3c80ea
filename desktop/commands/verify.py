"""`passerelle verify FILE.pdf`: what a pack says of itself, and which of its pages a scan holds."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.documents import seal
from desktop.documents.seal import PdfReport, ScanReport


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the PDF of a pack, as it was made"))
    parser.add_argument("--scan", type=Path, metavar="SCAN", help=_("a scan of the printed pages, to hold against it"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    report = seal.verify(_read(options.file))
    scan = None
    if options.scan is not None:
        scan = seal.compare(seal.read_scan(_read(options.scan)), report.reference, report.record, report.pages)
    data: dict[str, Json] = {**asdict(report), "sound": report.sound}
    if scan is not None:
        data["scan"] = {**asdict(scan), "complete": scan.complete}
    terminal.answer(options, data, [*_report(report), *(_scan(scan) if scan else ())])
    return 0 if report.sound and (scan is None or scan.complete) else 1


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(
            _("“{name}” cannot be read; nothing was changed.").format(name=path.name),
            _("Check the file’s name."),
            code="pack-unreadable",
        ) from error


def _report(report: PdfReport) -> list[str]:
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
        (_("Verdict"), _("sound") if report.sound else _("not sound")),
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

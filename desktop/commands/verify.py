"""`passerelle verify FILE`: what a pack says of itself, or which pages of which document a scan holds."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.numbers import in_ranges
from desktop.base.text import N_, _
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.documents import scans, seal
from desktop.documents.codes import Code, foot
from desktop.documents.scans import PrintedPages, ScannedPage, ScanReport
from desktop.documents.seal import PaperVerdict, PdfReport

MOST = 100 << 20  # bytes of a file that is looked into
VERDICTS = {
    PaperVerdict.SOUND: N_("sound: byte for byte the file that the office keeps"),
    PaperVerdict.UNCHECKED: N_("record unaltered, pages not checked: hold the file against its office with --office"),
    PaperVerdict.OTHER_FILE: N_("not the file that the office keeps: something in it was changed"),
    PaperVerdict.ALTERED: N_("not sound: altered or damaged"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=terminal.file, metavar=_("FILE"), help=_("the PDF of a pack, as it was made, or a scan of paper")
    )
    parser.add_argument(
        "--scan", type=terminal.file, metavar=_("SCAN"), help=_("a scan of the printed pages, to hold against it")
    )
    terminal.office_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0: the file is the one that the office keeps, or a scan of every page of one; 1 for anything else."""
    data = _read(options.file)
    if options.scan is None and not seal.holds_record(data):
        return _run_scan(options, scans.read_pages(scans.as_pdf(data, options.file.name)))
    report = seal.verify(data)
    scan = None
    if options.scan is not None:
        document = scans.printed_pages(data, report.reference, report.record)
        pages = scans.read_pages(scans.as_pdf(_read(options.scan), options.scan.name))
        scan = scans.compare(pages, document)
    verdict = report.judged(_is_stored(options, report) if options.office else None)
    answer: dict[str, Json] = {**asdict(report), "verdict": verdict, "sound": verdict is PaperVerdict.SOUND}
    if scan is not None:
        answer["scan"] = _scan_answer(scan)
    terminal.answer(options, answer, [*_report(report, verdict), *(["", *_scan(scan)] if scan else ())])
    return 0 if verdict is PaperVerdict.SOUND and (scan is None or not scan.missing) else 1


def _run_scan(options: argparse.Namespace, pages: Sequence[ScannedPage]) -> int:
    """Tell which documents these pages claim to be of; with the office, which pages of its pack are missing."""
    claims: dict[tuple[str, str], list[int]] = {}
    for code in (code for page in pages for code in page.codes):
        claims.setdefault(code[:2], []).append(code.page)
    if not claims:
        raise Problem(
            _("No page of this file has a code of Passerelle that can be read; nothing can be said of it."),
            _("Scan it again at 200 dots per inch, or check that it is one of our papers."),
            code="scan-without-codes",
        )
    stored = _stored(options, [Code(*claim, 1) for claim in claims]) if options.office else {}
    reports = {claim: scans.compare(pages, document) for claim, document in stored.items() if document is not None}
    whole = bool(options.office) and all(claim in reports and not reports[claim].missing for claim in claims)
    rows: list[str] = []
    answered: list[Json] = []
    for claim, numbers in claims.items():
        scan, (reference, digest) = reports.get(claim), claim
        rows += ["", *terminal.table(_claim(reference, digest, numbers)), *_judged(options, scan)]
        document: dict[str, Json] = {"reference": reference, "record": digest.lower(), "pages": sorted(set(numbers))}
        is_stored = claim in reports if options.office else None
        answered.append({**document, "stored": is_stored, "scan": _scan_answer(scan) if scan is not None else None})
    terminal.answer(options, {"documents": answered, "pages": len(pages), "whole": whole}, rows[1:])
    return 0 if whole else 1


def _claim(reference: str, digest: str, numbers: Sequence[int]) -> list[tuple[str, object]]:
    pages = in_ranges(numbers)
    return [(_("Reference"), reference), (_("Foot of every page"), foot(digest)), (_("Pages"), pages)]


def _judged(options: argparse.Namespace, scan: ScanReport | None) -> list[str]:
    if not options.office:
        return [_("What the codes claim. Whether every page is there, only its office can tell: add --office.")]
    return _scan(scan) if scan is not None else [_("This office keeps no such document.")]


def _stored(options: argparse.Namespace, codes: Sequence[Code]) -> Mapping[tuple[str, str], PrintedPages | None]:
    """The documents that these codes claim to be of, as the office keeps them."""
    from desktop.services.agreements import packs

    with terminal.open_office(options) as office:
        return {code[:2]: packs.printed_by_code(office.work, code) for code in codes}


def _scan_answer(scan: ScanReport) -> Json:
    return {
        "pages": scan.count,
        "missing": list(scan.missing),
        "twice": list(scan.twice),
        "foreign": [[place + 1, code.reference, code.page] for place, code in scan.foreign],
        "unread": [place + 1 for place in scan.unread],
        "complete": not scan.missing,
    }


def _is_stored(options: argparse.Namespace, report: PdfReport) -> bool:
    from desktop.services.agreements import packs
    from desktop.services.partner_papers import receipts

    with terminal.open_office(options) as office:
        is_receipt = receipts.is_handed_out(office.work, report.file)
        return is_receipt or packs.is_stored(office.work, report.file, report.reference)


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
    foreign = ", ".join(f"{code.reference} p. {code.page}" for _place, code in scan.foreign)
    problems = (
        (in_ranges(scan.missing), _("Pages missing or without a code that can be read: {pages}.")),
        (in_ranges(scan.twice), _("Pages that come twice: {pages}.")),
        (foreign, _("Pages of another document: {pages}.")),
    )
    lines = [sentence.format(pages=pages) for pages, sentence in problems if pages]
    return lines if scan.missing else [*lines, _("The scan holds every page of this pack.")]

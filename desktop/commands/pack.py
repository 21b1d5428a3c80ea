"""`passerelle pack AGREEMENT`: the agreement pack of one agreement as a PDF, or its draft in Word and back."""

import argparse
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import make_folder, write_safely
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.documents.archive import some_pages
from desktop.documents.scans import MOST_PAGES
from desktop.office import Office
from desktop.services.agreements import calendar_file, comparing, composing, lookup, packs, word


def arguments(parser: argparse.ArgumentParser) -> None:
    terminal.office_arguments(parser)
    parser.add_argument("agreement", metavar=_("AGREEMENT"), help=_("its reference, or its id"))
    parser.add_argument(
        "--out",
        type=Path,
        metavar=_("FILE"),
        help=_("where to write the PDF, or the folder for several originals; else its own name here"),
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--draft", action="store_true", help=_("only look: marked as a draft and kept nowhere"))
    only.add_argument(
        "--partner", action="store_true", help=_("the partner’s copy of the pack made last, without IOM’s own sheets")
    )
    only.add_argument(
        "--originals",
        type=_numbers,
        nargs="?",
        const=[],
        metavar=_("NUMBERS"),
        help=_("the originals that the parties sign, each with its mark; all of them, or those numbered, as 1,3"),
    )
    only.add_argument("--word", action="store_true", help=_("the draft as a Word file, to be negotiated"))
    only.add_argument(
        "--compare",
        type=terminal.file,
        metavar=_("FILE"),
        help=_("say what a Word file that came back says otherwise; nothing is taken over"),
    )
    only.add_argument(
        "--against",
        metavar=_("OTHER"),
        nargs="?",
        const="",
        help=_(
            "say article by article what it says otherwise than another one of its type, with --out as a PDF too; "
            "without one, list the earlier ones"
        ),
    )
    only.add_argument("--calendar", action="store_true", help=_("what it asks for by a day, as a calendar file"))
    parser.add_argument(
        "--pages", type=_numbers, metavar=_("PAGES"), help=_("of the originals only these pages, as 1,20-21")
    )
    parser.set_defaults(run=run)


def _numbers(typed: str) -> list[int]:
    """Whole numbers and ranges of them, with commas between them."""
    numbers: list[int] = []
    for part in typed.split(","):
        first, dash, last = part.strip().partition("-")
        low, high = int(first), int(last if dash else first)
        if not 1 <= low <= high <= MOST_PAGES:
            raise ValueError(typed)
        numbers += range(low, high + 1)
    return numbers


def run(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        agreement_id = _agreement_id(office, options.agreement)
        agreement = lookup.agreement(office.store, agreement_id)
        answer: dict[str, Json] = {"draft": options.draft}
        if options.compare:
            return _compare(options, office, agreement_id)
        if options.against is not None:
            return _hold_against(options, office, agreement_id)
        if options.originals is not None:
            return _write_originals(options, office, agreement_id)
        if options.out:
            terminal.file(str(options.out))
        if options.word:
            data, name = (
                word.written(office.work, agreement_id),
                f"{agreement.reference or agreement_id[:6].upper()}.docx",
            )
        elif options.calendar:
            data = calendar_file.write(office.work, [agreement_id])
            name = f"{agreement.reference or agreement_id[:6].upper()}.ics"
        elif options.partner:
            data = packs.for_partner(office.work, agreement_id)
            name = _("{reference}-partner.pdf").format(reference=(agreement.reference or agreement_id[:6].upper()))
        elif options.draft:
            data = packs.preview(office.work, agreement_id)
            name = f"{(agreement.reference or agreement_id[:6].upper()).replace('/', '-')}-draft.pdf"
        else:
            pack = packs.make(office.work, agreement_id)
            data, name = pack.pdf, pack.name
            answer = {
                "draft": pack.record.draft,
                "number": pack.record.number,
                "pages": pack.record.pages,
                "record": pack.record.record_digest,
            }
    path = options.out or Path(name.replace("/", "-"))
    write_safely(path, data)
    terminal.answer(
        options,
        {"agreement": agreement_id, "reference": agreement.reference, "file": str(path), "bytes": len(data), **answer},
        [_where(options).format(file=path)],
    )
    return 0


def _write_originals(options: argparse.Namespace, office: Office, agreement_id: str) -> int:
    """Write each original into a file of its own: one into `--out`, several into the folder that it names."""
    work, reference = office.work, lookup.agreement(office.store, agreement_id).reference or agreement_id[:6].upper()
    numbered = packs.originals(composing.compose(work, agreement_id))
    wanted = options.originals or [original.number for original in numbered]
    one = len(wanted) == 1 and options.out is not None and not options.out.is_dir()
    if options.out is not None and not one:
        make_folder(terminal.folder(str(options.out)))
    drawn: dict[Path, bytes] = {}
    for number in wanted:
        pdf = packs.original(work, agreement_id, number)
        name = _("{reference}-original-{number}-of-{count}").format(
            reference=reference.replace("/", "-"), number=number, count=len(numbered)
        )
        path = options.out if one else (options.out or Path()) / f"{name}.pdf"
        drawn[path] = some_pages(pdf, options.pages) if options.pages else pdf
    for path, data in drawn.items():
        write_safely(path, data)
    files: list[Json] = [str(path) for path in drawn]
    lines = [f"{numbered[number - 1].mark}: {path}" for number, path in zip(wanted, drawn, strict=True)]
    terminal.answer(options, {"agreement": agreement_id, "reference": reference, "files": files}, lines)
    return 0


def _where(options: argparse.Namespace) -> str:
    if options.word:
        return _("The draft is in {file}")
    return _("The calendar is in {file}") if options.calendar else _("The pack is in {file}")


def _compare(options: argparse.Namespace, office: Office, agreement_id: str) -> int:
    """Print each difference, its paragraph before it; 1 where there is any."""
    differences = word.read_back(office.work, agreement_id, word.content_of(options.compare), options.compare.name)
    data: list[Json] = [
        {
            "kind": str(difference.kind),
            "clause": difference.clause,
            "number": difference.number,
            "language": difference.language,
            "old": difference.old,
            "new": difference.new,
            "authors": list(difference.authors),
        }
        for difference in differences
    ]
    lines = [_("The file says what the draft says.")] if not differences else []
    for difference in differences:
        place = " ".join(part for part in (difference.number, difference.clause, difference.language) if part)
        who = ", ".join(difference.authors) or _("silent")
        lines += [f"{place or '–'} · {who}", f"  - {difference.old}", f"  + {difference.new}"]
    terminal.answer(options, {"agreement": agreement_id, "differences": data}, lines)
    return 1 if differences else 0


def _hold_against(options: argparse.Namespace, office: Office, agreement_id: str) -> int:
    """List the earlier agreements of its type, or print what it says otherwise than another one; 1 where it does.

    With `--out` the comparison is written there as a PDF too.
    """
    if not options.against:
        listed = comparing.earlier(office.work, agreement_id)
        rows: list[Json] = [
            {"id": text.id, "reference": text.reference, "partner": text.partner, "state": text.state, "day": text.day}
            for text in listed
        ]
        named = [" · ".join((text.reference or text.id[:8], text.partner, text.since)) for text in listed]
        none = [_("There is no earlier agreement of this type.")]
        terminal.answer(options, {"agreement": agreement_id, "earlier": rows}, named or none)
        return 0
    other_id = _agreement_id(office, options.against)
    compared = comparing.compare(office.work, agreement_id, other_id)
    differing = [
        (code, part, difference)
        for code in compared.languages
        for part in compared.differing(code)
        for difference in part.differences
    ]
    data: list[Json] = [
        {
            "clause": part.clause,
            "number": difference.number or part.number,
            "title": part.title,
            "language": code,
            "ours": difference.ours,
            "theirs": difference.theirs,
        }
        for code, part, difference in differing
    ]
    lines = [_("Both say the same.")] if not differing else []
    for code, part, difference in differing:
        parts = (difference.number or part.number, part.title or _("Opening"), part.clause, code)
        place = " ".join(word for word in parts if word)
        both = (("-", difference.theirs), ("+", difference.ours))
        lines += [place, *(f"  {sign} {text}" for sign, text in both if text)]
    answer: dict[str, Json] = {"agreement": agreement_id, "other": other_id, "differences": data}
    if options.out:
        path = terminal.file(str(options.out))
        write_safely(path, comparing.on_paper(office.work, agreement_id, other_id))
        answer["file"] = str(path)
        lines.append(_("The comparison is in {file}").format(file=path))
    terminal.answer(options, answer, lines)
    return 1 if differing else 0


def _agreement_id(office: Office, name: str) -> str:
    """The id of the agreement that a reference, an id or the beginning of an id names."""
    agreements = [agreement for agreement, _partner in lookup.listed(office.store)]
    equal = [agreement.id for agreement in agreements if name in (agreement.reference, agreement.id)]
    beginning = [agreement.id for agreement in agreements if len(name) >= 6 and agreement.id.startswith(name.lower())]
    ids = equal or beginning
    if len(ids) == 1:
        return ids[0]
    references = ", ".join(agreement.reference or agreement.id[:8] for agreement in agreements) or "–"
    raise Problem(
        _("No single agreement is called “{name}”; nothing was made.").format(name=name),
        _("These are known: {names}.").format(names=references),
        code="agreement-not-single",
    )

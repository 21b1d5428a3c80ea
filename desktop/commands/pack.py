"""`passerelle pack AGREEMENT`: the agreement pack of one agreement, written as a PDF."""

import argparse
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.office import Office
from desktop.services.agreements import lookup, packs


def arguments(parser: argparse.ArgumentParser) -> None:
    terminal.office_arguments(parser)
    parser.add_argument("agreement", metavar=_("AGREEMENT"), help=_("its reference, or its id"))
    parser.add_argument(
        "--out", type=terminal.file, metavar=_("FILE"), help=_("where to write the PDF; else its own name here")
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--draft", action="store_true", help=_("only look: marked as a draft and kept nowhere"))
    only.add_argument(
        "--partner", action="store_true", help=_("the partner’s copy of the pack made last, without IOM’s own sheets")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        agreement_id = _agreement_id(office, options.agreement)
        agreement = lookup.agreement(office.store, agreement_id)
        answer: dict[str, Json] = {"draft": options.draft}
        if options.partner:
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
    path = options.out or Path(name)
    write_safely(path, data)
    terminal.answer(
        options,
        {"agreement": agreement_id, "reference": agreement.reference, "file": str(path), "bytes": len(data), **answer},
        [_("The pack is in {file}").format(file=path)],
    )
    return 0


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

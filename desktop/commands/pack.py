"""`passerelle pack AGREEMENT`: the agreement pack of one agreement, written as a PDF."""

import argparse
from pathlib import Path
from typing import Any

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _
from desktop.commands import terminal
from desktop.office import Office
from desktop.services.agreements import lookup, packs


def arguments(parser: argparse.ArgumentParser) -> None:
    terminal.office_arguments(parser)
    parser.add_argument("agreement", metavar="AGREEMENT", help=_("its reference, or its id"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("where to write the PDF; else its own name here"))
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--draft", action="store_true", help=_("only look: marked as a draft and kept nowhere"))
    only.add_argument(
        "--partner", action="store_true", help=_("the partner’s copy of the pack made last, without IOM’s own sheets")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        agreement_id = _found(office, options.agreement)
        kept = lookup.agreement(office.store, agreement_id)
        answer: dict[str, Any] = {"draft": options.draft}
        if options.partner:
            data = packs.for_partner(office.work, agreement_id)
            name = _("{reference}-partner.pdf").format(reference=(kept.reference or agreement_id[:6].upper()))
        elif options.draft:
            data = packs.preview(office.work, agreement_id)
            name = f"{(kept.reference or agreement_id[:6].upper()).replace('/', '-')}-draft.pdf"
        else:
            made = packs.make(office.work, agreement_id)
            data, name = made.pdf, made.name
            answer = {
                "draft": made.record.draft,
                "number": made.record.number,
                "pages": made.record.pages,
                "record": made.record.record_digest,
            }
    path = options.out or Path(name)
    write_safely(path, data)
    terminal.answer(
        options,
        {"agreement": agreement_id, "reference": kept.reference, "file": str(path), "bytes": len(data), **answer},
        [_("The pack is in {file}").format(file=path)],
    )
    return 0


def _found(office: Office, wanted: str) -> str:
    """The id of the agreement that a reference, an id or the beginning of an id names."""
    known = [kept for kept, _partner in lookup.listed(office.store)]
    same = [kept.id for kept in known if wanted in (kept.reference, kept.id)]
    begun = [kept.id for kept in known if len(wanted) >= 6 and kept.id.startswith(wanted.lower())]
    found = same or begun
    if len(found) == 1:
        return found[0]
    references = ", ".join(kept.reference or kept.id[:8] for kept in known) or "–"
    raise Problem(
        _("No single agreement is called “{name}”; nothing was made.").format(name=wanted),
        _("These are known: {names}.").format(names=references),
    )

"""`passerelle audit sample | follow | prove | check`: a sample, one dollar followed, everything that is sealed."""

import argparse
from dataclasses import asdict
from decimal import Decimal

from desktop.base.dates import day_in_words
from desktop.base.files import write_safely
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.progress import Progress
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.commands.indicators import period_of
from desktop.services.audit import proving, sampling, sealed_copy, trail
from desktop.services.audit.sampling import AuditSample, SampleMethod, SampleOrder
from desktop.services.audit.trail import KINDS, PROOFS, MoneyTrail

FEW = 25  # records of a sample where nobody says how many


def arguments(parser: argparse.ArgumentParser) -> None:
    """The four commands."""
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    drawn = verbs.add_parser("sample", help=_("draw a sample of what was received; with --to a sealed copy of it"))
    methods = [str(method) for method in SampleMethod]
    drawn.add_argument("--method", choices=methods, default=str(SampleMethod.RANDOM), help=_("how it is drawn"))
    drawn.add_argument("--size", type=int, default=FEW, metavar=_("NUMBER"), help=_("how many records"))
    drawn.add_argument("--seed", default="", metavar=_("TEXT"), help=_("with the same one it is drawn again"))
    above = _("for the method above: from so many US dollars on")
    drawn.add_argument("--above", type=terminal.number, default=Decimal(0), metavar=_("AMOUNT"), help=above)
    period = _("a year, or two days: 2026-01-01..2026-06-30")
    drawn.add_argument("--period", default="", metavar=_("PERIOD"), help=period)
    drawn.add_argument("--to", type=terminal.folder, metavar=_("DIR"), help=_("a new folder, sealed with your key"))
    drawn.set_defaults(run=draw)
    followed = verbs.add_parser("follow", help=_("follow one contribution from its receipt to its evidence"))
    followed.add_argument("id", metavar="ID", help=_("the id of the contribution, or the number of its receipt"))
    followed.add_argument("--to", type=terminal.file, metavar=_("FILE"), help=_("the PDF"))
    followed.set_defaults(run=follow)
    proved = verbs.add_parser("prove", help=_("verify the journal, and the seals of decisions and editions"))
    proved.set_defaults(run=prove)
    checked = verbs.add_parser("check", help=_("check a sealed copy: it needs no office"))
    checked.add_argument("folder", type=terminal.folder, metavar=_("DIR"), help=_("the folder of the copy"))
    checked.set_defaults(run=check)
    for verb in (drawn, followed, proved):
        terminal.office_arguments(verb)


def draw(options: argparse.Namespace) -> int:
    """Draw a sample, and write its sealed copy where one is asked for."""
    with terminal.open_office(options) as office:
        period = period_of(options.period, office.work.today())
        order = SampleOrder(SampleMethod(options.method), period, options.size, options.seed, options.above)
        sample = sampling.draw(office.work, order)
        copy = None
        if options.to is not None:
            seed = office.opened.seal_seed
            copy = sealed_copy.write(office.work, sample, options.to, seed, Progress())
    rows = (
        (own.id[:8], own.partner, own.description, day_in_words(own.day, language()), _usd(own.usd))
        for own in sample.records
    )
    lines = [*terminal.table(rows), "", *sealed_copy.order_words(sample)]
    if copy is not None:
        lines.append(_("The sealed copy is in {folder}; key {key}.").format(folder=copy.folder, key=copy.key))
    answered = {**asdict(copy), "folder": str(copy.folder)} if copy is not None else None
    terminal.answer(options, {**_sample(sample), "copy": answered}, lines)
    return 0


def _usd(usd: Decimal | None) -> str:
    return format_money(f"{usd:f}", DOLLARS, language()) if usd is not None else "–"


def _sample(sample: AuditSample) -> dict[str, Json]:
    records: list[Json] = [
        {**asdict(own), "usd": f"{own.usd:f}" if own.usd is not None else None} for own in sample.records
    ]
    return {
        "records": records,
        "count": sample.count,
        "total_usd": f"{sample.total_usd:f}",
        "sampled_usd": f"{sample.sampled_usd:f}",
        "population": sample.population,
    }


def follow(options: argparse.Namespace) -> int:
    """Say each step of a trail; 1 where one lacks or was altered."""
    with terminal.open_office(options) as office:
        followed = trail.follow(office.work, named.receipt(office, options.id))
        if options.to is not None:
            write_safely(options.to, sealed_copy.pdf(office.work, [followed]))
    rows = ((_(KINDS[own.kind]), own.text, own.day, _(PROOFS[own.proof])) for own in followed.steps)
    lines = [followed.title, *terminal.table(rows)]
    if options.to is not None:
        lines.append(_("The paper is in {file}").format(file=options.to))
    terminal.answer(options, _trail(followed), lines)
    return 1 if followed.gaps else 0


def _trail(followed: MoneyTrail) -> dict[str, Json]:
    steps: list[Json] = [
        {"kind": str(own.kind), "text": own.text, "day": own.day, "proof": str(own.proof), "record": own.record}
        for own in followed.steps
    ]
    return {"contribution": followed.contribution, "title": followed.title, "steps": steps}


def prove(options: argparse.Namespace) -> int:
    """Verify everything that is sealed; 1 where something does not hold."""
    with terminal.open_office(options) as office:
        proof = proving.prove(office.work)
    terminal.answer(
        options, {**asdict(proof), "sound": proof.is_sound}, [*proving.in_words(proof), _(sealed_copy.NOT_LOOKED)]
    )
    return 0 if proof.is_sound else 1


def check(options: argparse.Namespace) -> int:
    """Say whether a sealed copy is as it was sealed; 1 where it is not."""
    report = sealed_copy.check(options.folder)
    faults = (
        *((_("altered"), name) for name in report.altered),
        *((_("lacking"), name) for name in report.missing),
        *((_("added"), name) for name in report.added),
    )
    verdict = _("It is as {officer} sealed it; key {key}.") if report.is_sound else _("It is not as it was sealed.")
    lines = [*terminal.table(faults), verdict.format(officer=report.officer, key=report.key)]
    terminal.answer(options, {**asdict(report), "sound": report.is_sound}, lines)
    return 0 if report.is_sound else 1

"""A sample with its trails and files as a sealed folder that anybody can check, with this program or without it.

`manifest.json` names every file with its SHA-256; `seal.json` signs the manifest with the officer's own key (Ed25519).
The folder holds what the due diligence rests on: whoever takes it answers for it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.files import clean_name
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.progress import Progress
from desktop.base.text import N_, _, in_fours, language
from desktop.base.values import Json, parse_json, sha256
from desktop.documents.blocks import Align
from desktop.documents.enclosures.sums_sheet import PrintedSums, SumsSheet, draw_sums
from desktop.documents.sheet import Content, Spreadsheet, workbook
from desktop.services.audit import trail
from desktop.services.audit.sampling import AuditSample, SampledRecord, SampleMethod
from desktop.services.audit.trail import KINDS, PROOFS, MoneyTrail, StepProof
from desktop.services.office import marks, office_paper, office_profile, officer_seals
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import history
from desktop.services.registry.history import HistoryLine
from desktop.services.results.register import edition_files
from desktop.services.work import Work
from desktop.store import files

MANIFEST, SEAL, FILES = "manifest.json", "seal.json", "files"
PREFIX = b"passerelle-audit\0"  # before the manifest, so that a seal of something else is none of it
LARGEST = 64 * 1024 * 1024  # bytes of a manifest that is read
METHODS: Mapping[SampleMethod, str] = {
    SampleMethod.RANDOM: N_("At random"),
    SampleMethod.LARGEST: N_("The largest"),
    SampleMethod.ABOVE: N_("All from an amount on"),
    SampleMethod.STRATIFIED: N_("At random by kind"),
}
NOT_LOOKED = N_("The program keeps who changed what; it keeps no record of who only looked at something.")


@dataclass(frozen=True)
class WrittenCopy:
    """What was written: the folder, how many records and files, the SHA-256 of the manifest, the key that signed."""

    folder: Path
    records: int
    files: int
    manifest: str
    key: str


@dataclass(frozen=True)
class CopyReport:
    """Whether a folder is as it was sealed: by which key and whom, and which files were altered, lack or were added."""

    is_signed: bool
    key: str
    officer: str
    altered: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing in it was changed."""
        return self.is_signed and not (self.altered or self.missing or self.added)


def write(work: Work, sample: AuditSample, target: Path, seed: bytes, progress: Progress) -> WrittenCopy:
    """Write a sample, its trails and their files into a new folder, and seal it with the officer's own key.

    Raises Problem for a role that does not administer, without a key, under a doubted clock, and for a folder that is
    there already. Nothing stays of one that was stopped.
    """
    require(work.officer, Right.ADMINISTER)
    clock = sealing_clock(work)
    if not seed:
        raise Problem(
            _("The recovery words open the records but cannot seal a copy; nothing was written."),
            _("Choose a new passphrase first, then try again."),
            code="no-seal-key",
        )
    trails = []
    for at, record in enumerate(sample.records):
        progress.step(at, len(sample.records))
        trails.append(trail.follow(work, record.id))
    written = _written(work, sample, trails)
    manifest: dict[str, Json] = {
        "office": office_profile.read(work.store).code,
        "files": {name: sha256(data) for name, data in sorted(written.items())},
    }
    written[MANIFEST] = _json(manifest)
    seal, key = officer_seals.sign(PREFIX + written[MANIFEST], seed)
    sealed: dict[str, Json] = {"manifest": sha256(written[MANIFEST]), "key": key, "signature": seal}
    written[SEAL] = _json({**sealed, "officer": work.officer.name, "sealed_at": clock.stamp()})
    folder = edition_files.save(written, target)
    return WrittenCopy(folder, len(sample.records), len(written), sha256(written[MANIFEST]), key)


def check(folder: Path) -> CopyReport:
    """Whether a folder is as it was sealed. Raises Problem for one that is no sealed copy."""
    manifest_data, seal_data = _read(folder / MANIFEST), _read(folder / SEAL)
    try:
        manifest, seal = parse_json(manifest_data), parse_json(seal_data)
    except ValueError as error:
        raise _no_copy(folder) from error
    if not isinstance(seal, dict) or not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise _no_copy(folder)
    digests = {str(name): str(digest) for name, digest in manifest["files"].items()}
    key, signature = str(seal.get("key", "")), str(seal.get("signature", ""))
    present = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    others = present.keys() - {MANIFEST, SEAL}
    altered = (name for name in others & digests.keys() if sha256(present[name].read_bytes()) != digests[name])
    return CopyReport(
        officer_seals.is_signed(PREFIX + manifest_data, signature, key),
        key,
        str(seal.get("officer", "")),
        tuple(sorted(altered)),
        tuple(sorted(digests.keys() - others)),
        tuple(sorted(others - digests.keys())),
    )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise _no_copy(path.parent) from error


def _no_copy(folder: Path) -> Problem:
    return Problem(
        _("“{name}” is no sealed copy of a sample; nothing can be said of it.").format(name=folder.name),
        _("Choose the folder that holds manifest.json and seal.json."),
        code="audit-no-copy",
    )


# --- what it holds


def _written(work: Work, sample: AuditSample, trails: Sequence[MoneyTrail]) -> dict[str, bytes]:
    written = {
        "sample.json": _json(_sample_json(sample, trails)),
        "sample.xlsx": workbook(_sheets(sample, trails)),
        "trails.pdf": pdf(work, trails, sample),
        "history.json": _json(_history(work, trails)),
        "README.txt": _readme(sample).encode("utf-8-sig"),
    }
    with work.store.read() as session:
        for step in (step for own in trails for step in own.steps if step.digest):
            if step.proof is StepProof.HOLDS:
                name = f"{FILES}/{step.digest[:12]} {clean_name(step.name)}".strip()
                written[name] = files.get(session, step.digest)
    return written


def _json(content: Json) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _sample_json(sample: AuditSample, trails: Sequence[MoneyTrail]) -> dict[str, Json]:
    order = sample.order
    steps = {own.contribution: [_step_json(step) for step in own.steps] for own in trails}
    return {
        "method": str(order.method),
        "days": [order.period.first.isoformat(), order.period.last.isoformat()],
        "size": order.size,
        "seed": order.seed,
        "above_usd": f"{order.above_usd:f}",
        "population": {"count": sample.count, "usd": f"{sample.total_usd:f}", "sha256": sample.population},
        "how": "random: in the order of sha256(seed + ':' + id)",
        "records": [
            {**asdict(own), "usd": f"{own.usd:f}" if own.usd is not None else None, "trail": list(steps[own.id])}
            for own in sample.records
        ],
    }


def _step_json(step: trail.TrailStep) -> Json:
    return {
        "kind": str(step.kind),
        "text": step.text,
        "day": step.day,
        "proof": str(step.proof),
        "record": step.record,
        "sha256": step.digest,
    }


def _sheets(sample: AuditSample, trails: Sequence[MoneyTrail]) -> list[Spreadsheet]:
    headings = (_("Id"), _("Partner"), _("What"), _("Kind"), _("Day"), _("Amount"), _("Currency"), _("US dollars"))
    rows: list[list[Content]] = [
        [own.id, own.partner, own.description, own.kind, own.day, own.amount, own.currency, own.usd]
        for own in sample.records
    ]
    steps: list[list[Content]] = [
        [own.contribution, _(KINDS[step.kind]), step.text, step.day, _(PROOFS[step.proof]), step.digest]
        for own in trails
        for step in own.steps
    ]
    columns = (_("Id"), _("Step"), _("What it says"), _("Day"), _("Proof"), "SHA-256")
    return [Spreadsheet(_("Sample"), headings, rows), Spreadsheet(_("Trails"), columns, steps)]


def _history(work: Work, trails: Sequence[MoneyTrail]) -> Json:
    """Who changed what of the records of the trails, the newest first."""
    ids = sorted({step.record for own in trails for step in own.steps if step.record})
    lines: Sequence[HistoryLine] = history.of_records(work.store, ids) if ids else ()
    changes: list[Json] = [
        {
            "at": line.at.isoformat(),
            "by": line.by,
            "what": line.what,
            "about": line.about,
            "device": line.device,
            "number": line.number,
            "fields": [f"{own.family}.{own.field}" for own in line.changed],
        }
        for line in lines
    ]
    return {"note": _(NOT_LOOKED), "changes": changes}


def _readme(sample: AuditSample) -> str:
    return "\r\n".join(
        (
            *order_words(sample),
            "",
            _(
                "manifest.json names every file with its SHA-256. seal.json signs it (Ed25519): “passerelle-audit”, a "
                "zero byte, then the bytes of manifest.json."
            ),
            _("Check it with: passerelle audit check FOLDER"),
            "",
            _(NOT_LOOKED),
            _("Nothing here is encrypted. Keep it as you would keep the papers themselves."),
        )
    )


def order_words(sample: AuditSample) -> tuple[str, ...]:
    """How a sample was drawn, in sentences."""
    order, spoken = sample.order, language()
    first, last = (day_in_words(day.isoformat(), spoken) for day in (order.period.first, order.period.last))
    drawn = _("{method}, {first} to {last}: {count} of {all} records.").format(
        method=_(METHODS[order.method]), first=first, last=last, count=len(sample.records), all=sample.count
    )
    money = _("{sampled} of {total} (¶29 c).").format(
        sampled=format_money(f"{sample.sampled_usd:f}", DOLLARS, spoken),
        total=format_money(f"{sample.total_usd:f}", DOLLARS, spoken),
    )
    seed = _("Seed: {seed}").format(seed=order.seed) if order.seed else ""
    population = _("Population: {digest}").format(digest=in_fours(sample.population))
    return tuple(filter(None, (drawn, money, seed, population)))


# --- on paper


def pdf(work: Work, trails: Sequence[MoneyTrail], sample: AuditSample | None = None) -> bytes:
    """The trails on paper, each a table, with the sample before them where there is one."""
    columns = (_("Step"), _("What it says"), _("Day"), _("Proof"))
    left: Align = "left"
    layout: tuple[tuple[float, Align], ...] = ((1.1, left), (3.4, left), (1.1, left), (1.1, left))
    tables = [
        PrintedSums(
            own.title,
            columns,
            tuple(
                (_(KINDS[step.kind]), step.text, day_in_words(step.day, language()), _(PROOFS[step.proof]))
                for step in own.steps
            ),
            layout=layout,
        )
        for own in trails
    ]
    notes: tuple[str, ...] = (_(NOT_LOOKED),)
    if sample is not None:
        tables.insert(0, _sample_table(sample.records))
        notes = (*order_words(sample), *notes)
    profile, mark = office_profile.read(work.store), marks.of_office(work.store, (language(),))
    title = _("Sample for an audit") if sample is not None else _("From the receipt to the evidence")
    sheet = SumsSheet(title, N_("For an audit; it stays inside IOM"), "audit-trail", notes, tuple(tables))
    reference = f"{profile.code}-V-{(sample.population if sample else trails[0].contribution)[:8].upper()}"
    return draw_sums(sheet, language(), reference, work.clock.stamp(), profile.name, mark, office_paper.of(work)).data


def _sample_table(records: Sequence[SampledRecord]) -> PrintedSums:
    spoken = language()
    rows = tuple(
        (
            own.partner,
            own.description,
            day_in_words(own.day, spoken),
            format_money(f"{own.usd:f}", DOLLARS, spoken) if own.usd is not None else "–",
        )
        for own in records
    )
    left: Align = "left"
    right: Align = "right"
    layout: tuple[tuple[float, Align], ...] = ((2.0, left), (2.4, left), (1.1, left), (1.3, right))
    return PrintedSums(_("Sample"), (_("Partner"), _("What"), _("Day"), _("US dollars")), rows, layout=layout)

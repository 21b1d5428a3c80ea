"""A draft negotiated in Word: written as a file, and what came back compared with it paragraph by paragraph.

Nothing of a file is believed: tracked or silent, each difference is shown to an officer, who takes it over as a
departure with its reason, or leaves it aside.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.files import beginning_of
from desktop.base.text import N_, _, language
from desktop.base.values import fingerprint, sha256
from desktop.definitions.agreements.assembling import NegotiatedText
from desktop.documents.blocks import Document
from desktop.documents.enclosures.redline import PrintedDifference, Redline, draw_redline
from desktop.documents.foreign.word import WordParagraph, read_word
from desktop.documents.pack import pack_document, partner_copy
from desktop.documents.word import HELD, MARK, OUTSIDE, OWNER, WordUnit, mark_of, outside_of, settled, units, write
from desktop.services.agreements import composing, negotiation, pack_content
from desktop.services.agreements.composing import Composition
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.office.rights import Right, require
from desktop.services.work import Work

MOST = 25_000_000  # bytes of a file
NEAR = 12  # paragraphs after another one among which a lost one is looked for
ALIKE = 0.6  # of two paragraphs of which one lost its mark: from here on they are the same one, reworded
NUMBERED = "0123456789."  # what stands before the tab of a numbered paragraph
ANOTHER = "-"  # the key of a paragraph that only the file holds


class DifferenceKind(StrEnum):
    """What became of a paragraph in the file that came back."""

    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    OUTSIDE = "outside"  # of the clauses: the opening, an annex, a name, which are filled in elsewhere


@dataclass(frozen=True)
class WordDifference:
    """One difference. `authors` changed it under tracking; it is silent without any.

    `old` is what the draft says now; `moved` says that the draft was changed here after the file was written. A list is
    told as `depart` takes it: a line for each item, which begins with `- `.
    """

    kind: DifferenceKind
    clause: str
    number: str
    language: str
    paragraph: int
    old: str
    new: str
    authors: tuple[str, ...] = ()
    moved: bool = False


def written(work: Work, agreement_id: str) -> bytes:
    """The agreement as a Word file: what the partner's copy holds, as the draft stands."""
    composition = composing.compose(work, agreement_id)
    document, clauses = _document(work, composition)
    return write(document, clauses, agreement_id.replace("-", ""))


def _document(work: Work, composition: Composition) -> tuple[Document, Mapping[str, str]]:
    content = pack_content.shared(work, composition, 1)
    reference = composition.agreement.reference or content.reference.rpartition("/")[0]
    clauses = {str(article.number): article.clause for article in composition.assembled.versions[0].articles}
    return pack_document(partner_copy(content, reference, {})), clauses


def content_of(path: Path) -> bytes:
    """The bytes of a file that came back; raises Problem where it cannot be read or is too large."""
    content = beginning_of(path, MOST + 1)
    if len(content) > MOST:
        raise Problem(
            _("“{name}” is far larger than any agreement; nothing was read.").format(name=path.name),
            _("Check that it is the agreement that came back."),
            code="word-too-large",
        )
    return content


def read_back(work: Work, agreement_id: str, content: bytes, name: str) -> tuple[WordDifference, ...]:
    """What a Word file that came back says otherwise, in the order of the document.

    Raises RefusedFile for what cannot be read, and Problem for a file of another agreement or of none.
    """
    paragraphs = read_word(content, name)
    owners = {owner[1] for paragraph in paragraphs for mark in paragraph.marks if (owner := OWNER.fullmatch(mark))}
    if owners and agreement_id.replace("-", "") not in owners:
        raise Problem(
            _("“{name}” was written from another agreement; nothing was taken over.").format(name=name),
            _("Open that agreement, or choose the file of this one."),
            code="word-of-another",
        )
    composition = composing.compose(work, agreement_id)
    document, clauses = _document(work, composition)
    comparison = _WordComparison(composition, units(document, clauses), paragraphs)
    if not comparison.is_ours():
        raise Problem(
            _("“{name}” does not hold the text of this agreement; nothing was taken over.").format(name=name),
            _("Save the draft as Word, and negotiate in that file."),
            code="word-unknown",
        )
    return tuple(comparison.differences())


def redline(
    work: Work,
    agreement_id: str,
    content: bytes,
    name: str,
    differences: Sequence[WordDifference],
    described: Sequence[tuple[str, str]],
) -> bytes:
    """The comparison as a PDF; `described` says of each difference, in the user's words, where it is and how made."""
    composition, spoken, stamp = composing.compose(work, agreement_id), language(), work.clock.stamp()
    digest = fingerprint(sha256(content))
    pages = Redline(
        reference=composition.agreement.reference or composition.agreement.id[:6].upper(),
        title=N_("What the Word file says otherwise"),
        facts=(
            (N_("Agreement"), composition.type.name[spoken]),
            (N_("Partner"), composition.partner.name),
            (N_("File"), name),
            (N_("Fingerprint of the file"), digest),
            (N_("Read on"), day_in_words(stamp, spoken)),
        ),
        note=N_("Struck through: in the draft and not in the file. Underlined: in the file and not in the draft."),
        against=digest,
        office=office_profile.read(work.store).name,
        differences=tuple(
            PrintedDifference(place, manner, difference.old, difference.new)
            for difference, (place, manner) in zip(differences, described, strict=True)
        ),
    )
    mark = marks.of_office(work.store, (spoken,))
    return draw_redline(pages, (spoken,), stamp, mark, office_paper.of(work)).data


def take_over(work: Work, agreement_id: str, chosen: Iterable[WordDifference], reason: str) -> int:
    """Make the differences departures from the library's text, as one deed; returns how many there were.

    What stands outside the clauses is no departure and is left out. A paragraph that was added to one language only
    leaves its place in the other to be completed.
    """
    require(work.officer, Right.DRAFT)
    officer, why = work.officer.name, reason.strip()
    texts = [
        NegotiatedText(change.clause, change.language, change.paragraph, change.old, change.new, officer, why)
        for change in chosen
        if change.kind is not DifferenceKind.OUTSIDE
    ]
    if texts:
        negotiation.depart_together(work, agreement_id, texts)
    return len(texts)


@dataclass
class _ReadUnit:
    """What the file says in the place of a paragraph: its words, and the digest that the file was written with."""

    text: str = ""
    digest: str = ""
    authors: tuple[str, ...] = ()
    more: list[WordParagraph] = field(default_factory=list)  # that follow without a mark of their own
    exists: bool = False

    def says(self, unit: WordUnit) -> bool:
        """Whether nobody changed it: it says what the draft says, or what the draft said when the file was written."""
        return settled(self.text) == settled(unit.text) or mark_of(self.text) == self.digest


class _WordComparison:
    """One file against one draft."""

    def __init__(self, composition: Composition, now: Sequence[WordUnit], paragraphs: Sequence[WordParagraph]) -> None:
        self._articles = {article.clause: article for article in composition.assembled.versions[0].articles}
        self._languages = composition.assembled.languages
        self._texts = {
            (article.clause, version.language): [numbered.paragraph.text for numbered in article.paragraphs]
            for version in composition.assembled.versions
            for article in version.articles
        }
        names = [name for paragraph in paragraphs for name in paragraph.marks]
        self._now = self._written_with(now, names)
        self._by_key = {unit.key: unit for unit in self._now}
        self._of_clause: dict[str, list[WordUnit]] = {}
        for unit in self._now:
            self._of_clause.setdefault(unit.clause, []).append(unit)
        self._found = {unit.key: _ReadUnit() for unit in self._now}
        self._elsewhere: list[WordParagraph] = []
        self._ahead: list[WordParagraph] = []
        self._cells: dict[int, str] = {}
        self._paragraphs = [
            paragraph
            for paragraph in paragraphs
            if _words(paragraph.text) or any(MARK.fullmatch(name) for name in paragraph.marks)
        ]
        self._keys = self._marked()
        self._recognise()
        self._gather()
        self._instead: dict[tuple[str, int, str], int] = {}
        for code in self._languages:
            self._put_elsewhere(code)

    def is_ours(self) -> bool:
        """Whether at least half of the paragraphs are in the file."""
        return sum(reading.exists for reading in self._found.values()) * 2 >= len(self._found)

    # --- which paragraph of the file is which of ours

    @staticmethod
    def _written_with(now: Sequence[WordUnit], names: Sequence[str]) -> tuple[WordUnit, ...]:
        """Our paragraphs without those that the draft got after the file was written: nobody took these out."""
        listed = {match[1]: int(match[2]) for name in names if (match := HELD.fullmatch(name))}
        moved = {match[1] for name in names if (match := OUTSIDE.fullmatch(name))} - {outside_of(now)}
        return tuple(
            unit
            for unit in now
            if (not moved if not unit.clause else not listed or unit.paragraph <= listed.get(_bare(unit.clause), 0))
        )

    def _marked(self) -> list[str]:
        """The key of each paragraph of the file, by its bookmarks.

        Empty for one that has none of ours, ANOTHER for one that the draft does not hold in that place any more.
        """
        keys = []
        for paragraph in self._paragraphs:
            key = ""
            for mark in paragraph.marks:
                named = MARK.fullmatch(mark)
                if named is None:
                    continue
                if named[1] not in self._found:
                    key = key or ANOTHER
                    if key is ANOTHER and mark_of(_words(paragraph.text)) != named[6]:
                        self._elsewhere.append(paragraph)
                elif not self._found[named[1]].exists:
                    reading = self._found[named[1]]
                    reading.digest, reading.exists = named[6], True  # one that was joined to another keeps no words
                    key = named[1] if key in ("", ANOTHER) else key
            keys.append(key)
        return keys

    def _recognise(self) -> None:
        """Paragraphs that lost their mark, by their words: an editor may drop bookmarks and keep the text."""
        same: dict[str, list[int]] = {}
        for place in reversed(range(len(self._keys))):
            if not self._keys[place]:
                same.setdefault(settled(_words(self._paragraphs[place].text)), []).append(place)
        places = {key: place for place, key in enumerate(self._keys) if key not in ("", ANOTHER)}
        before = -1
        for unit in self._now:
            if not self._found[unit.key].exists:
                place = next((spot for spot in reversed(same.get(settled(unit.text), [])) if not self._keys[spot]), -1)
                if place < 0:
                    place = self._alike(unit, before)
                if place >= 0:
                    self._keys[place], self._found[unit.key].exists = unit.key, True
                    places[unit.key] = place
            before = places.get(unit.key, before)

    def _alike(self, unit: WordUnit, before: int) -> int:
        """The place of a paragraph right after another one that says much of what a lost one said; -1 without one."""
        best, most = -1, ALIKE
        for place in range(before + 1, min(before + 1 + NEAR, len(self._keys))):
            if self._keys[place]:
                break
            likeness = _likeness(self._paragraphs[place].text, unit.text)
            if likeness >= most:
                best, most = place, likeness
        return best

    def _gather(self) -> None:
        """What stands in the place of each paragraph, and what follows it without a mark."""
        last = ""
        for paragraph, key in zip(self._paragraphs, self._keys, strict=True):
            if key is ANOTHER:
                last = ""
            elif key:
                reading, last = self._found[key], key
                reading.text, reading.authors = _words(paragraph.text), paragraph.authors
                self._cells.setdefault(paragraph.cell, self._by_key[key].language)
            else:
                (self._found[last].more if last else self._ahead).append(paragraph)

    # --- what stands in another order

    def _put_elsewhere(self, code: str) -> None:
        """Paragraphs of a language that stand in another order, or in another article, than ours.

        Those that keep their order hold the frame. What stands between paragraphs of its own article changed places
        there; what stands in another one was taken out of its own and added there. An article that was moved as a
        whole keeps its text: where articles stand is the type's to say.
        """
        ours = {unit.key: place for place, unit in enumerate(self._now) if unit.clause and unit.language == code}
        spots = [
            (spot, self._by_key[key])
            for spot, key in enumerate(self._keys)
            if key in ours and not self._by_key[key].item
        ]
        kept = _longest_rising([ours[unit.key] for _spot, unit in spots])
        frame = [unit if ours[unit.key] in kept else None for _spot, unit in spots]
        held = {unit.clause for unit in frame if unit is not None}
        orders: dict[str, list[int]] = {}
        earlier, later = list(_last_of(frame)), list(_last_of(frame[::-1]))[::-1]
        for (spot, unit), before, after in zip(spots, earlier, later, strict=True):
            around = {other.clause for other in (before, after) if other is not None}
            if unit.clause in around or unit.clause not in held or before is None:
                orders.setdefault(unit.clause, []).append(unit.paragraph)
            else:
                self._carry(self._paragraphs[spot], unit, before)
        for clause, order in orders.items():
            for paragraph, instead in zip(sorted(order), order, strict=True):
                if paragraph != instead:
                    self._instead[clause, paragraph, code] = instead

    def _carry(self, paragraph: WordParagraph, unit: WordUnit, before: WordUnit) -> None:
        """A paragraph that stands after one of another article: taken out of its own, added there with its list."""
        parts = self._parts_of(_whole(unit))
        self._found[before.key].more.append(replace(paragraph, text="\n".join(self._lines(parts)), item=False))
        for part in parts:
            self._found[part.key].text = ""
            self._found[part.key].digest = ""

    def _parts_of(self, whole: tuple[str, int, str]) -> list[WordUnit]:
        """The sentence of a paragraph and the items of its list."""
        return [unit for unit in self._of_clause.get(whole[0], ()) if _whole(unit) == whole]

    def _lines(self, parts: Sequence[WordUnit]) -> list[str]:
        """What the file says in the places of these parts, a line for each that is there."""
        texts = ((unit, self._found[unit.key].text) for unit in parts)
        return [f"- {text}" if unit.item else text for unit, text in texts if text]

    # --- what differs

    def differences(self) -> Iterator[WordDifference]:
        yield from (self._outside("", paragraph) for paragraph in (*self._ahead, *self._elsewhere))
        described: set[tuple[str, str]] = set()
        parts: dict[tuple[str, int, str], list[WordUnit]] = {}
        for unit in self._now:
            parts.setdefault(_whole(unit), []).append(unit)
        for unit in self._now:
            if not unit.clause:
                yield from self._of_outside(unit)
                continue
            if whole := parts.pop(_whole(unit), []):
                yield from self._of_paragraph(whole)
            last = unit.paragraph == len(self._texts[unit.clause, unit.language])
            if last and (unit.clause, unit.language) not in described:
                described.add((unit.clause, unit.language))
                yield from self._added(unit.clause, unit.language)

    def _of_outside(self, unit: WordUnit) -> Iterator[WordDifference]:
        reading = self._found[unit.key]
        if not reading.says(unit):
            texts = unit.text, reading.text
            yield WordDifference(DifferenceKind.OUTSIDE, "", "", unit.language, 0, *texts, reading.authors)
        if not unit.clause:
            yield from (self._outside(unit.language, paragraph) for paragraph in reading.more)

    @staticmethod
    def _outside(language: str, paragraph: WordParagraph) -> WordDifference:
        text = _words(paragraph.text)
        return WordDifference(DifferenceKind.OUTSIDE, "", "", language, 0, "", text, paragraph.authors)

    def _of_paragraph(self, parts: Sequence[WordUnit]) -> Iterator[WordDifference]:
        """A paragraph and the items of its list against what stands in their places."""
        instead = self._instead.get(_whole(parts[0]))
        if instead is not None:
            yield from self._in_the_place(parts[0], instead)
            return
        lines: list[str] = []
        authors: dict[str, None] = {}
        same, moved = True, False
        for unit in parts:
            reading = self._found[unit.key]
            unchanged = reading.says(unit)
            same = same and unchanged
            moved = moved or bool(reading.digest and reading.digest != mark_of(unit.text))
            authors |= dict.fromkeys(reading.authors)
            text = unit.text if unchanged else reading.text
            lines += [f"- {text}" if unit.item else text] if text else []
            for more in reading.more:
                if more.item:
                    same = False
                    authors |= dict.fromkeys(more.authors)
                    lines.append(f"- {_words(more.text)}")
        if same:
            return
        first = parts[0]
        old = self._texts[first.clause, first.language][first.paragraph - 1]
        new = "\n".join(lines)
        kind = DifferenceKind.CHANGED if new else DifferenceKind.REMOVED
        number = f"{self._articles[first.clause].number}.{first.paragraph}"
        yield WordDifference(
            kind, first.clause, number, first.language, first.paragraph, old, new, tuple(authors), moved
        )

    def _in_the_place(self, unit: WordUnit, instead: int) -> Iterator[WordDifference]:
        """Another paragraph of the same article in the place of one."""
        parts = self._parts_of((unit.clause, instead, unit.language))
        old, new = self._texts[unit.clause, unit.language][unit.paragraph - 1], "\n".join(self._lines(parts))
        if settled(new) == settled(old):
            return
        authors = dict.fromkeys(author for part in parts for author in self._found[part.key].authors)
        number = f"{self._articles[unit.clause].number}.{unit.paragraph}"
        places = unit.clause, number, unit.language, unit.paragraph
        yield WordDifference(DifferenceKind.CHANGED, *places, old, new, tuple(authors))

    def _added(self, clause: str, language: str) -> Iterator[WordDifference]:
        """Paragraphs that were put into an article: the draft takes them up at its end."""
        place = len(self._texts[clause, language])
        for unit in self._of_clause.get(clause, ()):
            for more in self._found[unit.key].more:
                if not more.item and self._language(more, unit) == language:
                    place += 1
                    number = f"{self._articles[clause].number}.{place}"
                    yield WordDifference(
                        DifferenceKind.ADDED, clause, number, language, place, "", _words(more.text), more.authors
                    )

    def _language(self, paragraph: WordParagraph, beside: WordUnit) -> str:
        """The language of a paragraph that was added: that of its cell, else of its column, else of what it follows."""
        if paragraph.cell in self._cells and paragraph.cell >= 0:
            return self._cells[paragraph.cell]
        if 0 <= paragraph.column < len(self._languages) and len(self._languages) > 1:
            return self._languages[paragraph.column]
        return beside.language


def _last_of(frame: Sequence[WordUnit | None]) -> Iterator[WordUnit | None]:
    """At each place the last one that there is up to it."""
    last: WordUnit | None = None
    for unit in frame:
        last = unit or last
        yield last


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The most of these numbers, all different, that rise from the first to the last."""
    ends: list[int] = []  # the smallest number that a rising run of each length can end with
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        before[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    rising: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        rising.add(last)
        last = before[last]
    return rising


def _bare(clause: str) -> str:
    return clause.replace("-", "_")


def _whole(unit: WordUnit) -> tuple[str, int, str]:
    return unit.clause, unit.paragraph, unit.language


def _words(text: str) -> str:
    """The words of a paragraph, on one line and without the number or the bullet before them."""
    number, tab, rest = text.partition("\t")
    if tab and not number.strip().strip(NUMBERED):
        text = rest
    return " ".join(text.replace("\t", " ").split(" ")).strip() if text.strip() else ""


def _likeness(text: str, other: str) -> float:
    """How much two paragraphs have in common, from 0 to 1, by their words."""
    ours, theirs = settled(text).split()[:400], settled(other).split()[:400]
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()

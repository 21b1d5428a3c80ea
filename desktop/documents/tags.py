"""The logical order of a document beside its drawing: what a screen reader follows (ISO 32000-1, 14.8)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Mark(NamedTuple):
    """A stretch of one page's drawing; both numbers count from 0."""

    page: int
    number: int


@dataclass(eq=False, slots=True)
class Node:
    """An element of the structure: a standard role, its language when it differs, what it holds in reading order."""

    role: str
    language: str = ""
    kids: list["Node | Mark"] = field(default_factory=list)
    header: bool = False  # a TH that heads its column

    def add(self, role: str, language: str = "") -> "Node":
        """A new last child."""
        kid = Node(role, language)
        self.kids.append(kid)
        return kid

    def filled(self) -> bool:
        """Whether anything was drawn for it."""
        return any(isinstance(kid, Mark) or kid.filled() for kid in self.kids)


@dataclass(eq=False, slots=True)
class Tags:
    """The tree of one document and, for each page, which node each mark and each link belongs to."""

    root: Node = field(default_factory=lambda: Node("Document"))
    marks: list[list[Node]] = field(default_factory=list)
    links: list[list[Node]] = field(default_factory=list)

    def start_page(self) -> None:
        self.marks.append([])
        self.links.append([])

    @contextmanager
    def drawing(self, canvas: Any, node: Node | None) -> Iterator[None]:
        """All that is drawn inside belongs to `node`, or to nobody (an artifact: rules, fills, page numbers)."""
        if node is None:
            canvas._code.append("/Artifact BMC")
        else:
            mark = Mark(len(self.marks) - 1, len(self.marks[-1]))
            self.marks[-1].append(node)
            node.kids.append(mark)
            canvas._code.append(f"/{node.role} <</MCID {mark.number}>> BDC")
        yield
        canvas._code.append("EMC")

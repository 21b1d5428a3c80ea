"""The logical structure of a document beside its drawing, which screen readers follow (ISO 32000-1, 14.8)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class MarkedContent(NamedTuple):
    """A marked-content sequence of one page's drawing; both numbers count from 0."""

    page: int
    number: int


@dataclass(eq=False, slots=True)
class Node:
    """An element of the structure: its standard role, its language when that differs, its kids in reading order."""

    role: str
    language: str = ""
    kids: list["Node | MarkedContent"] = field(default_factory=list)
    header: bool = False  # a TH that heads its column
    alternative: str = ""  # what a Figure shows, in words
    bounds: tuple[float, float, float, float] | None = None  # of a Figure on its page: left, bottom, right, top

    def add(self, role: str, language: str = "") -> "Node":
        """A new last child."""
        kid = Node(role, language)
        self.kids.append(kid)
        return kid

    def has_ink(self) -> bool:
        """Whether anything was drawn for it."""
        return any(isinstance(kid, MarkedContent) or kid.has_ink() for kid in self.kids)


@dataclass(eq=False, slots=True)
class Tags:
    """The tree of one document and, for each page, the node of each marked sequence and of each link."""

    root: Node = field(default_factory=lambda: Node("Document"))
    marks: list[list[Node]] = field(default_factory=list)
    links: list[list[Node]] = field(default_factory=list)

    def start_page(self) -> None:
        self.marks.append([])
        self.links.append([])

    @contextmanager
    def drawing(self, canvas: Any, node: Node | None) -> Iterator[None]:
        """All that is drawn inside belongs to `node`; without one it is an artifact (rules, fills, page numbers)."""
        if node is None:
            canvas._code.append("/Artifact BMC")
        else:
            mark = MarkedContent(len(self.marks) - 1, len(self.marks[-1]))
            self.marks[-1].append(node)
            node.kids.append(mark)
            canvas._code.append(f"/{node.role} <</MCID {mark.number}>> BDC")
        yield
        canvas._code.append("EMC")

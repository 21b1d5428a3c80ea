"""What pages are made of. Fields and choices are in `forms`, lists in `lists`."""

from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.basics import Button, Deed, Remark, Text, emblem, hairline, icon_button, literal, picture
from desktop.ui.widgets.boxes import Card, EmptyState, KeyValueGrid, NextStepBox, ProgressLine, SectionBox, SideHelp
from desktop.ui.widgets.flow import ButtonFlow
from desktop.ui.widgets.headings import HeadWords
from desktop.ui.widgets.layouts import column, empty_layout, line, restyle, row_of, set_shown
from desktop.ui.widgets.marks import (
    Chip,
    Mark,
    level_mark,
    level_mark_in_list,
    level_word,
    mark_size,
    paint_mark,
    paint_shape,
)
from desktop.ui.widgets.messages import Message, MessagePanel
from desktop.ui.widgets.page import PageFrame
from desktop.ui.widgets.tabs import Tabs
from desktop.ui.widgets.undo import Undoing, UndoLine

__all__ = [
    "ActionBar",
    "Button",
    "ButtonFlow",
    "Card",
    "Chip",
    "Deed",
    "EmptyState",
    "HeadWords",
    "KeyValueGrid",
    "Mark",
    "Message",
    "MessagePanel",
    "NextStepBox",
    "PageFrame",
    "ProgressLine",
    "Remark",
    "SectionBox",
    "SideHelp",
    "Tabs",
    "Text",
    "UndoLine",
    "Undoing",
    "column",
    "emblem",
    "empty_layout",
    "hairline",
    "icon_button",
    "level_mark",
    "level_mark_in_list",
    "level_word",
    "line",
    "literal",
    "mark_size",
    "paint_mark",
    "paint_shape",
    "picture",
    "restyle",
    "row_of",
    "set_shown",
]

"""The terminal that a table is printed on."""

from __future__ import annotations

import shutil
import sys

from docflow.render.screen import Screen

PIPE_WIDTH = 120


def screen() -> Screen:
    """The terminal's width and colour; elsewhere a fixed width without colour."""
    if not sys.stdout.isatty():
        return Screen(PIPE_WIDTH)
    return Screen(max(60, shutil.get_terminal_size((100, 40)).columns), colour=True)

"""The commands, a file each, thin: they read arguments, call the library, and render."""

from __future__ import annotations

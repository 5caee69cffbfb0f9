"""The run's instant."""

from __future__ import annotations

import datetime as dt


class Clock:
    """The run's instant, made once in the command line and handed down; nothing below reads the wall clock."""

    __slots__ = ("now",)

    def __init__(self, now: dt.datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("a clock needs a time zone")
        self.now = now.astimezone(dt.UTC).replace(microsecond=0)

"""Days and instants as people read them: day first in Vietnamese, and always in Vietnam's time (UTC+7, no summer time)."""

from __future__ import annotations

import datetime as dt

from docflow.locale import Words

VIETNAM = dt.timezone(dt.timedelta(hours=7))


def day_words(words: Words, day: str) -> str:
    """An ISO day as ``31/12/2022`` in Vietnamese, as it is in English."""
    year, month, number = day.split("-")
    return f"{number}/{month}/{year}" if words.lang == "vi" else day


def instant_words(words: Words, instant: str) -> str:
    """An ISO instant as day and minute in Vietnam; what is none is shown as it stands."""
    try:
        local = dt.datetime.fromisoformat(instant).astimezone(VIETNAM)
    except (ValueError, OverflowError):
        return instant
    return f"{day_words(words, local.date().isoformat())} {local:%H:%M}"

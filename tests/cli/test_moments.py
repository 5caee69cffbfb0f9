"""A time on the command line is read as people and as programs write it."""

from __future__ import annotations

import datetime as dt

import pytest

from docflow.cli.session import moment

VIETNAM = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize("text", ["2022-03-05", "5/3/2022", "05/03/2022"])
def test_a_day_begins_in_vietnam(text: str) -> None:
    assert moment(text) == dt.datetime(2022, 3, 5, tzinfo=VIETNAM)


def test_a_time_keeps_its_zone() -> None:
    assert moment("2022-03-05T08:30:00+00:00") == dt.datetime(2022, 3, 5, 8, 30, tzinfo=dt.UTC)
    assert moment("2022-03-05T08:30:00") == dt.datetime(2022, 3, 5, 8, 30, tzinfo=VIETNAM)

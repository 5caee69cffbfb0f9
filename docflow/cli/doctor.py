"""``docflow doctor``: what is installed, what is missing, how to mend it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from docflow import __version__
from docflow import doctor as checks
from docflow.cli.session import Session, command
from docflow.doctor import Check, CheckRecord, DoctorRecord, State
from docflow.errors import DocflowError, ExitCode
from docflow.locale import Words
from docflow.render.screen import clean
from docflow.settings import CONFIG_NAME, environment
from docflow.text import escaped

_SIGNS = {State.FINE: "+", State.NOTICE: "?", State.FAULT: "!"}


def make(words: Words) -> click.Command:
    """Make the command."""

    @command(words, "doctor")
    def doctor(session: Session) -> int:
        found = list(_checks(session))
        record = _record(words, found)
        if session.format == "json":
            click.echo(json.dumps(record, ensure_ascii=False, indent=2))
        else:
            _print(session, found, record)
        return ExitCode.OK if record["fine"] else ExitCode.ERROR

    return doctor


def _checks(session: Session) -> Iterator[Check]:
    """All checks; those of an instance where there is one, or where one was asked for."""
    yield from checks.machine(sys.stdout.encoding or "ascii")
    try:
        settings = session.settings()
    except DocflowError as fault:
        yield Check("settings", State.FAULT, fault=fault)
        return
    asked = session.instance is not None or session.ledger is not None or {"instance", "ledger"} & set(environment())
    if asked or (settings.instance / CONFIG_NAME).is_file():
        yield from checks.instance(settings, session.clock.now)
    else:
        yield Check("instance", State.NOTICE, "no-instance", mend="no-instance")


def _record(words: Words, found: Sequence[Check]) -> DoctorRecord:
    return {
        "schema": "docflow/doctor/1",
        "version": __version__,
        "fine": all(check.state is not State.FAULT for check in found),
        "checks": [_check_record(words, check) for check in found],
    }


def _check_record(words: Words, check: Check) -> CheckRecord:
    if check.fault is not None:
        values = {name: escaped(str(value)) if isinstance(value, Path) else value for name, value in check.fault.values.items()}
        told = words(f"error.{check.fault.code}", **values)
        hint = f"hint.{check.fault.code}"
        mend = words(hint, **values) if words.has(hint) else None
    else:
        shown = {name: words.integer(value) if isinstance(value, int) else escaped(value) for name, value in check.values.items()}
        told = words(f"doctor.told-{check.told}", **shown)
        mend = words(f"doctor.mend-{check.mend}") if check.mend else None
    return {"name": check.name, "state": check.state, "told": told, "mend": mend, "details": list(check.details)}


def _print(session: Session, found: Sequence[Check], record: DoctorRecord) -> None:
    """A line each, under it what to do and, of what is not in order or with ``-v``, the details; a line to sum up."""
    words = session.words
    names = {check.name: words(f"doctor.name-{check.name}") for check in found}
    width = max(map(len, names.values()))
    for one in record["checks"]:
        if session.quiet and one["state"] is not State.FAULT:
            continue
        click.echo(clean(f"{_SIGNS[one['state']]} {names[one['name']]:{width}}  {one['told']}"))
        below = [words("doctor.mend", told=one["mend"])] if one["mend"] else []
        below += one["details"] if session.verbose or one["state"] is not State.FINE else []
        for line in below:
            click.echo(clean(f"{'':{width + 4}}{line}"))
    if not session.quiet:
        faults = sum(one["state"] is State.FAULT for one in record["checks"])
        click.echo("\n" + (words("doctor.faults", count=words.integer(faults)) if faults else words("doctor.fine")))

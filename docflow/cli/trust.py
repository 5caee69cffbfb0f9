"""``docflow trust``: what stands in the trust folder, adding to it, what is wrong with it, fetching what is missing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from docflow.cli.help import Command, Group
from docflow.cli.session import Session, command
from docflow.cli.terminal import screen
from docflow.errors import ExitCode, LedgerError, PathError
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.signatures import SignatureReader
from docflow.locale import Words
from docflow.render.screen import clean, plain
from docflow.trust_store.adding import Added, add
from docflow.trust_store.checking import Remark, check_store
from docflow.trust_store.fetching import Fetched, Wanted, fetch, wanted
from docflow.trust_store.items import TrustItem, items_in, items_of
from docflow.trust_store.support import Support, support

DAYS = 90


def make(words: Words) -> click.Command:
    """Make the group with its commands."""

    @click.group("trust", cls=Group, invoke_without_command=True, help=words("cli.trust"), short_help=words("cli.trust-short"))
    @click.pass_context
    def group(ctx: click.Context) -> int:
        if ctx.invoked_subcommand is None:
            click.echo(ctx.get_help())
            return ExitCode.USAGE
        return ExitCode.OK

    group.speak(words)
    for name, made in (("list", _list(words)), ("add", _add(words)), ("check", _check(words)), ("fetch", _fetch(words))):
        made.name = name
        group.add_command(made, name)
    return group


Decorator = Callable[[Callable[..., int]], Callable[..., int]]


def _folder_option(words: Words) -> Decorator:
    return click.option("--trust", metavar="DIR", type=click.Path(path_type=Path), help=words("cli.opt-trust"))


def _list(words: Words) -> Command:
    @command(words, "trust-list")
    @_folder_option(words)
    def run(session: Session, trust: Path | None) -> int:
        items = items_in(_folder(session, trust))
        rests = _support(session, items)
        if session.format == "json":
            records = [_record(item, rests) for item in items]
            _write(json.dumps({"schema": "docflow/trust/1", "items": records}, ensure_ascii=False, indent=2))
        elif items:
            _table(session, "trust.columns", [_row(words, item, rests) for item in items])
        else:
            _write(words("trust.empty"))
        return ExitCode.OK

    return run


def _add(words: Words) -> Command:
    @command(words, "trust-add", formats=("table",))
    @click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
    @click.option("--anchor", is_flag=True, help=words("trust.opt-anchor"))
    @_folder_option(words)
    def run(session: Session, files: tuple[Path, ...], trust: Path | None, *, anchor: bool) -> int:
        folder = trust or session.settings(need_instance=True).trust
        for file in files:
            if not file.is_file():
                raise PathError("no-such-path", path=file)
        done = add(folder, [item for file in files for item in items_of(file)], anchor=anchor)
        for entry in done:
            _write(clean(_entry(words, entry)))
        refused = [entry for entry in done if entry.outcome == "refused"]
        for reason in sorted({entry.reason for entry in refused}):
            session.say(f"{words('cli.hint')} {words(f'trust.hint-{reason}')}")
        return ExitCode.TRUST if refused else ExitCode.OK

    return run


def _check(words: Words) -> Command:
    @command(words, "trust-check")
    @_folder_option(words)
    @click.option("--days", metavar="N", type=click.IntRange(0, 3650), default=DAYS, help=words("trust.opt-days"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    def run(session: Session, trust: Path | None, days: int) -> int:
        items = items_in(_folder(session, trust))
        rests = _support(session, items) or Support()
        remarks = check_store(items, rests, session.clock.now, days)
        faults = [remark for remark in remarks if remark.is_fault]
        if session.format == "json":
            records = [_remark_record(remark) for remark in remarks]
            _write(json.dumps({"schema": "docflow/trust-check/1", "remarks": records}, ensure_ascii=False, indent=2))
        elif not session.quiet or faults:
            for remark in remarks:
                _write(clean(_remark(words, remark)))
            if not faults:
                name = "trust.sound" if rests.signatures else "trust.sound-alone"
                _write(words(name, items=words.integer(len(items)), signatures=words.integer(rests.signatures)))
        return ExitCode.PROBLEMS if faults else ExitCode.OK

    return run


def _fetch(words: Words) -> Command:
    @command(words, "trust-fetch", formats=("table",))
    @_folder_option(words)
    @click.option("--dry-run", is_flag=True, help=words("trust.opt-dry-run"))
    @click.option("--again", is_flag=True, help=words("trust.opt-again"))
    @click.option("--private", "hosts", metavar="HOST", multiple=True, help=words("trust.opt-private"))
    @click.option("--at", metavar="TIME", help=words("cli.opt-at"))
    def run(session: Session, trust: Path | None, hosts: tuple[str, ...], *, dry_run: bool, again: bool) -> int:
        folder = _folder(session, trust)
        items = items_in(folder)
        found = wanted(items, _support(session, items) or Support())
        if not found:
            session.say(words("trust.nothing-to-fetch"))
            return ExitCode.OK
        if dry_run:
            _write("\n".join(_wanted(words, one) for one in found))
            return ExitCode.OK
        done = fetch(folder, found, session.clock.now, hosts, again=again)
        troubles = [one for one in done if one.outcome in {"failed", "refused"}]
        for one in troubles if session.quiet else done:
            _write(clean(_fetched(words, one)))
        return ExitCode.PROBLEMS if troubles else ExitCode.OK

    return run


# ---------------------------------------------------------------- what they share


def _folder(session: Session, trust: Path | None) -> Path:
    folder = trust or session.settings(need_instance=True).trust
    if not folder.is_dir():
        raise PathError("no-such-path", path=folder)
    return folder


def _support(session: Session, items: Iterable[TrustItem]) -> Support | None:
    """What the ledger's signatures rest on; None where there is no ledger, or nothing in it yet."""
    try:
        engine = open_ledger(session.settings().ledger)
        return support(SignatureReader(engine), Reader(engine).run(None).number, items)
    except LedgerError as fault:
        if fault.code in {"ledger-missing", "no-run-yet"}:
            return None
        raise


def _row(words: Words, item: TrustItem, rests: Support | None) -> tuple[str, ...]:
    told = item.certificate
    end = told.valid_to if told else item.revocation.next_update if item.revocation else None
    count = rests.of(item) if rests else None
    return (
        words(f"trust.role-{item.role}"),
        f"{'✓ ' if item.recognised else ''}{item.name}",
        told.key or "?" if told else "",
        end[:10] if end else "–",
        "–" if count is None else words.integer(count),
        item.path.name,
    )


def _record(item: TrustItem, rests: Support | None) -> dict[str, Any]:
    told, listed = item.certificate, item.revocation
    return {
        "role": item.role.value,
        "name": item.name,
        "sha256": item.sha256,
        "key": told.key if told else None,
        "valid_from": told.valid_from if told else listed.this_update if listed else None,
        "valid_to": told.valid_to if told else listed.next_update if listed else None,
        "recognised": item.recognised,
        "signatures": rests.of(item) if rests else None,
        "file": item.path.name,
    }


def _entry(words: Words, entry: Added) -> str:
    name, role = entry.item.name, words(f"trust.role-{entry.item.role}")
    if entry.outcome == "refused":
        return words("trust.refused", name=name, role=role, reason=words(f"trust.reason-{entry.reason}"))
    recognised = words("trust.recognised") if entry.item.recognised else ""
    file = entry.path.name if entry.path else ""
    return words(f"trust.{entry.outcome}", name=name, role=role, recognised=recognised, file=file)


def _remark(words: Words, remark: Remark) -> str:
    told = words(f"trust.remark-{remark.code}", about=remark.about, detail=remark.detail)
    return f"{told} {words('trust.touches', count=words.integer(remark.signatures))}" if remark.signatures else told


def _remark_record(remark: Remark) -> dict[str, Any]:
    return {
        "code": remark.code,
        "fault": remark.is_fault,
        "about": remark.about,
        "detail": remark.detail,
        "signatures": remark.signatures,
    }


def _wanted(words: Words, one: Wanted) -> str:
    return words(
        "trust.wanted-list" if one.is_list else "trust.wanted-authority", url=one.url, count=words.integer(one.signatures)
    )


def _fetched(words: Words, one: Fetched) -> str:
    reason = words(f"trust.reason-{one.reason}", detail=one.detail) if one.reason else ""
    return words(f"trust.fetched-{one.outcome}", url=one.wanted.url, detail=one.detail, reason=reason)


def _table(session: Session, columns: str, rows: Sequence[tuple[str, ...]]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only a table needs it
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in session.words(columns).split(" | "):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(plain(cell) for cell in row))
    _write(screen().draw(table).strip("\n"))


def _write(text: str) -> None:
    click.echo(text)

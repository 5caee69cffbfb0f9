"""From the facts of a key to a document with its holdings: pure, so that any past version can be derived again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docflow import witness
from docflow.classify.books import holdings, printed_day
from docflow.classify.crosscheck import letter_findings
from docflow.classify.evidence import FileEvidence, file_evidence, sending_evidence
from docflow.classify.form import DECREE_30_FROM, decide_form
from docflow.classify.identity import Place, Registry
from docflow.classify.messages import Addressed, Heard, completed, hear, is_another, letter_header
from docflow.classify.origin import decide_origin
from docflow.classify.profiles import profiles, profiles_met
from docflow.classify.registered import abolished_findings, deadline_findings, line_findings, twin_findings
from docflow.model import (
    UNDECIDED,
    Basis,
    Decided,
    Decision,
    Direction,
    Discrepancy,
    Document,
    FileFacts,
    Form,
    Header,
    Holding,
    Origin,
    RegisterLine,
    Sighting,
    SourceKind,
    Standing,
)

# Vietnam has one time zone and no summer time; the TSA's day is the day there.
_VIETNAM_HOURS = 7


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """All that is known under one key: files by SHA-256 with their sightings and placing, register lines by subject.

    ``brought`` are the messages among the files that brought each file; ``about`` messages that may be about the document;
    ``decided`` what people said of it, which nothing that was read outweighs.
    """

    key: str
    files: Mapping[str, FileFacts]
    sightings: Mapping[str, tuple[Sighting, ...]]
    places: Mapping[str, Place]
    lines: Mapping[str, RegisterLine]
    brought: Mapping[str, set[str]] = field(default_factory=dict)
    about: Mapping[str, FileFacts] = field(default_factory=dict)
    decided: Decided = UNDECIDED

    @property
    def fellows(self) -> frozenset[str]:
        """The units whose outgoing books hold the document for its issuer."""
        return frozenset(unit for place in self.places.values() for unit in place.fellows)


def resolve(facts: KeyFacts, registry: Registry, covered: Mapping[tuple[str, int], str]) -> Document:
    """Derive the document of a key; ``covered`` maps the (unit, year) of an imported outgoing register to its last day."""
    place = _place(facts)
    issuer = place.issuer if place else None
    letters = {sha: facts.files[sha] for sha in sorted(facts.files) if facts.files[sha].message is not None}
    evidence = [_evidence(facts, sha, issuer, registry) for sha in sorted(facts.files) if sha not in letters]
    origin, best = _origin(evidence, letters)
    outgoing = {s: line for s, line in facts.lines.items() if line.direction is Direction.OUTGOING}
    printed, letter = _header(best, evidence), letter_header(letters)
    header = completed(printed, letter)
    copier = not outgoing and _copied(evidence)
    day, day_source = _day(printed, letter, outgoing, evidence)
    day_source = "correction" if _day_corrected(facts, best) and day_source == "file" else day_source
    line = min(outgoing.values(), key=lambda one: one.row, default=None)
    heard = _heard(facts, letters, issuer, header, line, day, registry)
    form, findings = decide_form(origin, best, sending_evidence(outgoing, heard.electronic, heard.paper))
    form, findings = _form_decided(facts.decided) or (form, findings)
    standing = Standing.WITHDRAWN if heard.withdrawn else _standing(best, header, sent=bool(outgoing or letters))
    standing = facts.decided.standing or standing
    held = holdings(facts.files, facts.sightings, facts.lines, issuer, facts.fellows, registry, day, day_source)
    placed = place is not None and place.placed and bool(held) and not copier
    return Document(
        key=facts.key,
        placed=placed,
        issuer=issuer,
        year=place.year if place else None,
        number=(header.number if header else None) or (line.number if line else None),
        notation=(header.notation if header else None) or (line.notation if line and line.number else None),
        document_type=(header.document_type if header else None) or (line.document_type if line else None),
        promulgated_on=day,
        day_source=day_source,
        subject_from=_subject_from(best, letters),
        standing=standing,
        copy=copier,
        origin=origin,
        form=form,
        signed_by_person=any(e.by_person for e in evidence),
        signed_by_organ=any(e.sealed for e in evidence),
        holdings=held or (Holding(unit="", direction=Direction.OUTGOING, day=day, has_file=bool(facts.files)),),
        files=tuple(sorted(facts.files)),
        lines=tuple(sorted(facts.lines)),
        findings=_sorted(
            *findings,
            *_rule_findings(origin, form, header),
            *_signature_findings(evidence),
            *_arrival_findings(facts, evidence),
            *(Discrepancy(reason, sha) for sha in facts.places for reason in facts.places[sha].reasons),
            *_register_findings(outgoing, header),
            *witness.told(facts.files),
            *line_findings(outgoing.values(), printed),
            *deadline_findings(facts.lines.values(), letters.values()),
            *twin_findings(e.header for e in evidence if e.copy_form is None),
            *abolished_findings(issuer, (e.header for e in evidence), registry),
            *heard.findings,
            *letter_findings(facts.files, facts.brought, letters, issuer, registry),
            *(_unregistered(held, covered) if placed and not outgoing and standing is Standing.ISSUED else ()),
        ),
        messages=heard.messages,
    )


def void(key: str, merged_into: tuple[str, ...]) -> Document:
    """The version of a key that nothing is left of, with the keys that its facts went to."""
    nothing = Decision(value=Origin.UNKNOWN.value, rule="void")
    return Document(
        key=key,
        placed=False,
        issuer=None,
        year=None,
        number=None,
        notation=None,
        document_type=None,
        promulgated_on=None,
        day_source=None,
        subject_from=None,
        standing=Standing.ISSUED,
        copy=False,
        origin=nothing,
        form=Decision(value=Form.UNKNOWN.value, rule="void"),
        signed_by_person=False,
        signed_by_organ=False,
        holdings=(),
        files=(),
        lines=(),
        merged_into=tuple(sorted(merged_into)),
        void=True,
    )


def _place(facts: KeyFacts) -> Place | None:
    """The place of the files and lines, which all have the key: one that nothing speaks against, if there is any."""
    return next((facts.places[name] for name in sorted(facts.places, key=lambda n: (not facts.places[n].placed, n))), None)


def _evidence(facts: KeyFacts, sha: str, issuer: str | None, registry: Registry) -> FileEvidence:
    folders = {s.unit for s in facts.sightings.get(sha, ()) if s.direction is Direction.OUTGOING and s.unit}
    own = any(registry.folder(unit, printed_day(facts.files[sha])) in {issuer, *facts.fellows} for unit in folders)
    return file_evidence(facts.files[sha], issuer, registry, in_issuers_folder=own)


def _header(best: FileEvidence | None, evidence: list[FileEvidence]) -> Header | None:
    """The header of the file that decides, else of the first file that has one."""
    if best is not None and best.header is not None:
        return best.header
    return next((e.header for e in evidence if e.header is not None), None)


def _origin(evidence: list[FileEvidence], letters: Mapping[str, FileFacts]) -> tuple[Decision, FileEvidence | None]:
    """What the files show of the original; a message shows nothing of it."""
    if evidence or not letters:
        return decide_origin(evidence)
    return Decision(Origin.UNKNOWN.value, "message-only", tuple(f"message:{sha}" for sha in letters)), None


def _subject_from(best: FileEvidence | None, letters: Mapping[str, FileFacts]) -> str | None:
    if best and best.header and best.header.subject:
        return best.sha256
    return next((sha for sha, letter in letters.items() if letter.documents and letter.documents[0].subject), None)


def _heard(
    facts: KeyFacts,
    letters: Mapping[str, FileFacts],
    issuer: str | None,
    header: Header | None,
    line: RegisterLine | None,
    day: str | None,
    registry: Registry,
) -> Heard:
    """What the messages that brought the document, and those about it, say of it."""
    own = {sha: letter.message for sha, letter in letters.items() if letter.message}
    document = Addressed(
        issuer=issuer,
        number=(header.number if header else None) or (line.number if line else None),
        notation=(header.notation if header else None) or (line.notation if line else None),
        day=day,
        ids=frozenset(message.document_id.upper() for message in own.values() if message.document_id),
        senders=frozenset(message.sender.upper() for message in own.values() if message.sender),
    )
    return hear(own, {sha: one for sha, one in facts.about.items() if sha not in facts.files}, document, registry)


def _copied(evidence: list[FileEvidence]) -> bool:
    """Whether all that is there are copies that another body made: they are that body's documents, not the issuer's."""
    return bool(evidence) and all(e.copy_form is not None and e.by_other and not e.by_issuer for e in evidence)


def _standing(best: FileEvidence | None, header: Header | None, *, sent: bool) -> Standing:
    """What the files say, unless a register line or a message of sending says that it was issued."""
    if sent:
        return Standing.ISSUED
    if best is not None and best.draft:
        return Standing.DRAFT
    if header is not None and header.standing is Standing.WITHDRAWN:
        return Standing.WITHDRAWN
    return Standing.ISSUED


def _day(
    header: Header | None, letter: Header | None, outgoing: dict[str, RegisterLine], evidence: list[FileEvidence]
) -> tuple[str | None, str | None]:
    """The day of promulgation and its source: the register line's, the printed one, the message's, the issuer's last TSA day."""
    days = sorted(line.promulgated_on for line in outgoing.values() if line.promulgated_on)
    if days:
        return days[0], "register"
    if header is not None and header.promulgated_on:
        return header.promulgated_on, "file"
    if letter is not None and letter.promulgated_on:
        return letter.promulgated_on, "edxml"
    stamped = max((e.last_tsa_day for e in evidence if e.last_tsa_day), default=None)
    return (_vietnam_day(stamped), "tsa") if stamped else (None, None)


def _day_corrected(facts: KeyFacts, best: FileEvidence | None) -> bool:
    source = facts.files[best.sha256].sources.get("promulgated_on") if best else None
    return source is not None and source.source is SourceKind.CORRECTION


def _form_decided(decided: Decided) -> tuple[Decision, tuple[Discrepancy, ...]] | None:
    """The form that a person witnesses, which settles what contradicted each other; None where nobody does."""
    if decided.form is None:
        return None
    form = decided.form.value
    return Decision(form, "corrected", (f"correction:{decided.form_by}",), (form,), Basis.WITNESSED), ()


def _vietnam_day(instant: str) -> str:
    moment = dt.datetime.fromisoformat(instant)
    return moment.astimezone(dt.timezone(dt.timedelta(hours=_VIETNAM_HOURS))).date().isoformat()


def _sorted(*findings: Discrepancy) -> tuple[Discrepancy, ...]:
    return tuple(sorted(set(findings), key=lambda d: (d.code, d.detail)))


def _rule_findings(origin: Decision, form: Decision, header: Header | None) -> list[Discrepancy]:
    found = []
    dated = (header.promulgated_on if header else None) or DECREE_30_FROM
    if origin.rule in {"signed-by-organ-only", "signed-by-host-only"} and dated >= DECREE_30_FROM:
        found.append(Discrepancy("no-personal-signature"))
    if origin.rule == "signed-by-person-only":
        found.append(Discrepancy("no-organ-signature"))
    if form.rule in {"scan-only", "register-only"}:
        found.append(Discrepancy(form.rule))
    return found


def _signature_findings(evidence: list[FileEvidence]) -> list[Discrepancy]:
    return [
        Discrepancy(code, file.sha256)
        for file in evidence
        for code, holds in (
            ("signature-broken", file.broken),
            ("signature-in-review", file.in_review),
            ("third-party-signature", file.by_other),
        )
        if holds
    ]


def _arrival_findings(facts: KeyFacts, evidence: list[FileEvidence]) -> list[Discrepancy]:
    """Broken files that were written anew and bear a stamp, or lie among what was received: a probable cause, never more."""
    received = {
        sha for sha, seen in facts.sightings.items() if any(sighting.direction is Direction.INCOMING for sighting in seen)
    }
    return [
        Discrepancy("rewritten-on-arrival", file.sha256)
        for file in evidence
        if file.broken and file.rewritten and ("stamp" in file.rewritten or file.sha256 in received)
    ]


def _register_findings(outgoing: dict[str, RegisterLine], header: Header | None) -> list[Discrepancy]:
    found = []
    if len(outgoing) > 1:
        found.append(Discrepancy("register-repeat", str(len(outgoing))))
    dated = header.promulgated_on if header else None
    days = {line.promulgated_on for line in outgoing.values() if line.promulgated_on}
    if dated and days and dated not in days:
        found.append(Discrepancy("date-differs", dated))
    return found


def _unregistered(held: tuple[Holding, ...], covered: Mapping[tuple[str, int], str]) -> list[Discrepancy]:
    return [
        Discrepancy("file-without-line", holding.unit)
        for holding in held
        if holding.direction is Direction.OUTGOING
        and holding.day
        and holding.day <= covered.get((holding.unit, int(holding.day[:4])), "")
    ]


def preview(
    facts: FileFacts, registry: Registry, inside: Sequence[FileFacts] = ()
) -> tuple[Decision, Decision, tuple[Discrepancy, ...], tuple[str, ...]]:
    """The origin and form that one file shows by itself, without register or folder: what ``docflow inspect`` tells.

    Besides them the findings, and the profiles of signatures that its files meet. ``inside`` are the files that it brings,
    if it is a message; those of its own document are looked at with it.
    """
    header = facts.documents[0] if facts.documents else None
    unit = registry.match(header.organ, header.superior_organ, header.promulgated_on) if header else None
    letters = {facts.sha256: facts} if facts.message is not None else {}
    papers = [facts]
    if facts.message is not None:
        printed = ((one, one.documents[0] if one.documents else None) for one in inside)
        papers = [one for one, paper in printed if header is not None and not is_another(paper, header)]
    issuer = unit.id if unit else None
    evidence = [file_evidence(one, issuer, registry, in_issuers_folder=False) for one in papers]
    origin, best = _origin(evidence, letters)
    own = {sha: letter.message for sha, letter in letters.items() if letter.message and letter.documents}
    heard = hear(own, {}, Addressed(issuer, None, None, None), registry)
    form, findings = decide_form(origin, best, sending_evidence({}, heard.electronic, heard.paper))
    met = {name for paper in papers for name in profiles_met(paper, issuer, registry)}
    return origin, form, findings, tuple(profile.name for profile in profiles() if profile.name in met)

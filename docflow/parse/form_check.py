"""Checks the form of a document against Decree 30/2020/NĐ-CP, annex I: each requirement is one row and one function.

A check that cannot tell is silent: a finding is something printed that can be pointed at, or something missing where everything
around it was read.
"""

from __future__ import annotations

from docflow.model import FormCheck, FormFinding
from docflow.parse import requirements, requirements_signing
from docflow.parse.form_facts import Form, why_not_checked

REQUIREMENTS = (*requirements.TABLE, *requirements_signing.TABLE)


UNREAD = FormCheck("scan")
"""The check of a document of which no text was read that could be trusted."""


def check(form: Form) -> FormCheck:
    """Whether the form was checked, and what was found, in the order of the requirements."""
    reason = why_not_checked(form)
    if reason is not None:
        return FormCheck(reason)
    found = (
        FormFinding(
            row.code,
            row.binding,
            breach.detail,
            breach.line.page if breach.line else None,
            breach.line.box if breach.line else None,
        )
        for row in REQUIREMENTS
        if (breach := row.breach(form)) is not None
    )
    return FormCheck(findings=tuple(found))

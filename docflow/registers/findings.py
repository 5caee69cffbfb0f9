"""What an auditor found on the lines of a sample, as the filled-in list comes back."""

from __future__ import annotations

import re
from collections import Counter

from docflow.canonical import digest
from docflow.model import Fact
from docflow.model.audit import AuditFinding, Conclusion
from docflow.registers.cells import Cells
from docflow.registers.table import Column

COLUMNS = (
    Column("sample", ("Mẫu", "sample"), required=True),
    Column("figure", ("Chỉ số", "figure"), required=True),
    Column("stratum", ("Tầng", "stratum"), required=True),
    Column("population", ("Số trong tầng", "stratum_population"), required=True),
    Column("drawn", ("Số chọn", "stratum_drawn"), required=True),
    Column("subject", ("Khóa", "key", "subject"), required=True),
    Column("unit", ("Mã đơn vị", "unit"), required=True),
    Column("conclusion", ("Kết luận", "conclusion"), required=True),
    Column("note", ("Ghi chú", "note")),
    Column("auditor", ("Người kiểm tra", "auditor")),
)
_CONCLUSIONS = {
    **dict.fromkeys(("dung", "right", "khop", "dat"), Conclusion.RIGHT.value),
    **dict.fromkeys(("sai", "wrong", "khong khop", "khong dat"), Conclusion.WRONG.value),
    **dict.fromkeys(("khong ro", "chua ro", "undecided"), Conclusion.UNDECIDED.value),
}


def read_findings(cells: Cells) -> list[Fact]:
    """The facts of a list of findings; lines without a conclusion were not looked at and are left out."""
    facts: list[Fact] = []
    seen: Counter[str] = Counter()
    for row in cells.table.rows:
        conclusion = cells.word(row, "conclusion", _CONCLUSIONS)
        sample = cells.needed(row, "sample")
        if sample and not re.fullmatch(r"[0-9a-f]{16}", sample):
            cells.fault(row, "sample", "bad-sample", sample)
        numbers = {}
        for column in ("population", "drawn"):
            text = cells.needed(row, column)
            if text and not text.isdecimal():
                cells.fault(row, column, "bad-number", text)
            numbers[column] = int(text) if text.isdecimal() else 0
        if conclusion is None:
            continue
        finding = AuditFinding(
            sample=sample,
            figure=cells.needed(row, "figure"),
            stratum=cells.needed(row, "stratum"),
            population=numbers["population"],
            drawn=numbers["drawn"],
            subject=cells.needed(row, "subject"),
            unit=row.get("unit") or "",
            conclusion=Conclusion(conclusion),
            note=row.get("note"),
            auditor=row.get("auditor"),
        )
        subject = digest([finding.sample, finding.subject, finding.unit])
        seen[subject] += 1
        if seen[subject] > 1:
            cells.fault(row, "subject", "repeated-line", finding.subject)
        facts.append(Fact("audit-finding", subject, finding))
    return facts

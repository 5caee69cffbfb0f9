"""A PDF whose text is in an encoding from before Unicode is read, and the encoding noted."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas
from worlds.encodings import encode
from worlds.headers import MOTTO, TITLE

from docflow.parse import reader

LEFT = ("UBND TỈNH SÔNG LAM", "SỞ Y TẾ", "Số: 12/KH-SYT")
RIGHT = (TITLE, MOTTO, "Sông Lam, ngày 05 tháng 3 năm 2022")
BELOW = ("KẾ HOẠCH", "Số hóa hồ sơ người hưởng lương hưu")
BODY = "Thực hiện nhiệm vụ được giao, trước những khó khăn của người dân địa phương"


def drawn(encoding: str) -> bytes:
    """A page whose letters are those of Latin-1, as an old font names them; the byte of ư is a hyphen there."""
    out = io.BytesIO()
    sheet = Canvas(out, pagesize=(595, 842))
    sheet.setFont("Helvetica", 11)
    columns = ((150, 790, LEFT), (420, 790, RIGHT), (297, 700, BELOW), (297, 650, (BODY,)))
    ends = ((150, 500, ("Nơi nhận:", "- Như trên;")), (420, 500, ("GIÁM ĐỐC", "", "", "Nguyễn Văn An")))
    for middle, top, lines in (*columns, *ends):
        for index, line in enumerate(lines):
            sheet.drawCentredString(middle, top - 16 * index, encode(line, encoding))
    sheet.save()
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_text_in_an_old_encoding_is_read_and_noted(encoding: str) -> None:
    result = reader.read(drawn(encoding))
    (document,) = result.documents

    assert (document.number, document.notation, document.promulgated_on) == ("12", "KH-SYT", "2022-03-05")
    assert (document.organ, document.superior_organ, document.subject) == (LEFT[1], LEFT[0], BELOW[1])
    assert [signer.name for signer in document.signers] == ["Nguyễn Văn An"]
    assert [(p.code, p.detail) for p in result.problems] == [("legacy-encoding", encoding)]

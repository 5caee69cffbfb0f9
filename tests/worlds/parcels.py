"""Files inside files: letters of the invented district in messages, archives and mails."""

from __future__ import annotations

import dataclasses
import email.policy
import functools
import io
import tempfile
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from fixtures.edxml import Answered, Attachment, Edoc, Organ, Status, edoc, status
from worlds.letters import letter

DISTRICT = Organ("H99.01", "UBND huyện Sông Mây", "UBND tỉnh Mẫu")
COMMUNE = Organ("H99.01.01", "UBND xã Bến Lứa", "UBND huyện Sông Mây")
UNITS = (
    "Mã định danh,Tên đơn vị,Cấp,Loại,Mã đơn vị cấp trên,Mã khác\n"
    "H99.01,Ủy ban nhân dân huyện Sông Mây,huyện,UBND,,000.00.01.H99\n"
    "H99.01.01,Ủy ban nhân dân xã Bến Lứa,xã,UBND,H99.01,\n"
)


@functools.cache
def letter_bytes(number: str) -> bytes:
    """One letter of the district, of 5 April 2022, as DOCX; the same bytes for the same number."""
    with tempfile.TemporaryDirectory() as scratch:
        letter(Path(scratch) / "a.docx", number)
        return (Path(scratch) / "a.docx").read_bytes()


def sending(number: str, *attachments: Attachment, **told: Any) -> Edoc:
    """A message of the district that sends the letter of that number, but for what is told otherwise."""
    message = Edoc(
        DISTRICT,
        number,
        "UBND-VP",
        "2022/04/05",
        subject=f"báo cáo công tác số {number}",
        type_name="Công văn",
        receivers=(COMMUNE,),
        attachments=attachments,
    )
    return dataclasses.replace(message, **told)


def told_of(number: str, code: str, sender: Organ = COMMUNE, organ: str = "H99.01") -> Status:
    """A status of the letter of that number."""
    return Status(sender, code, (Answered(organ, f"{number}/UBND-VP", "2022/04/05"),))


def archive(files: dict[str, bytes]) -> bytes:
    """A zip of files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, (2022, 4, 5, 8, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def mail(files: dict[str, bytes]) -> bytes:
    """A mail with attachments by name."""
    made = EmailMessage(policy=email.policy.SMTP)
    made["From"], made["To"] = "van.thu@example.org", "xa@example.org"
    made["Subject"], made["Date"] = "Gửi văn bản", "Tue, 05 Apr 2022 08:00:00 +0700"
    made.set_content("Kính gửi văn bản đính kèm.")
    for name, data in files.items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    # The boundary is otherwise drawn by lot.
    made.set_boundary("=-parts-of-a-mail")
    return made.as_bytes()


def parcels(folder: Path, count: int) -> Path:
    """Fill a folder with archives, mails and messages, ``count`` of each, all of the same few letters."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(1, count + 1):
        some = {f"{i}.docx": letter_bytes(str(i)) for i in range(n, n + 3)}
        (folder / f"{n}.zip").write_bytes(archive({**some, "in.zip": archive(some), "anh.png": b"\x89PNG\r\n\x1a\n"}))
        (folder / f"{n}.eml").write_bytes(mail(some))
        (folder / f"{n}.edxml").write_bytes(edoc(sending(str(n), Attachment("a.docx", letter_bytes(str(n))))))
        (folder / f"{n}-03.edxml").write_bytes(status(told_of(str(n), "03")))
    return folder

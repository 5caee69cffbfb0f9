"""What a file is, by its bytes and never by its name; and zip packages opened within limits.

Clerks' folders hold HTML and RTF under ``.doc``, DOCX under ``.doc``, zero-filled files and PDFs with junk in front.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
OLE = "application/x-ole-storage"
ENCRYPTED_OFFICE = "application/x-encrypted-office"
RTF = "application/rtf"
HTML = "text/html"
XML = "application/xml"
EDXML = "application/edxml+xml"
TEXT = "text/plain"
ODT = "application/vnd.oasis.opendocument.text"
ODT_TEMPLATE = "application/vnd.oasis.opendocument.text-template"
MHTML = "multipart/related"
MAIL = "message/rfc822"
OUTLOOK = "application/vnd.ms-outlook"
TNEF = "application/ms-tnef"
CMS = "application/pkcs7-mime"
ZIP = "application/zip"
EMPTY = "application/x-empty"
ZEROS = "application/x-zeros"
UNKNOWN = "application/octet-stream"

MAX_JUNK = 1024
MAX_ENTRIES = 5_000
MAX_DIRECTORY = 4 * 2**20
MAX_MEMBER = 64 * 2**20
MAX_RATIO = 200
_RATIO_FREE = 8 * 2**20

_PREFIXES = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x78\x9f\x3e\x22", TNEF),
)
# A signed or enveloped CMS (RFC 5652, 3), as DER, BER or PEM: a sequence that begins with the type of its content.
_CMS = re.compile(
    rb"0(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x02\x03]"
    rb"|-----BEGIN (?:PKCS7|CMS)-----",
    re.DOTALL,
)
_HTML = re.compile(rb"^\s*(?:<!doctype\s+html|<html|<head|<body|<meta|<!--)", re.IGNORECASE)
_EDXML = re.compile(
    rb"<(?:[\w.-]+:)?(?:edXML|edXMLEnvelope|SOAP-ENV:Envelope)\b|http://www\.mic\.gov\.vn/TBT/QCVN_102", re.IGNORECASE
)
# A mail begins with header fields, two of which only mails have (RFC 5322, section 3.6).
_FIELDS = re.compile(rb"(?:[!-9;-~]{1,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")
_OF_MAILS = re.compile(
    rb"^(From|To|Cc|Subject|Date|Received|Message-ID|Return-Path|Delivered-To|MIME-Version|Content-Type|X-Mailer):",
    re.IGNORECASE | re.MULTILINE,
)
# A web page in one file has the form of a mail that nobody sent (RFC 2557).
_PAGE_IN_PARTS = re.compile(rb"^Content-Type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(rb"^(?:To|Cc|Received|Return-Path|Delivered-To|Message-ID):", re.IGNORECASE | re.MULTILINE)
# Documents and templates, with or without macros.
_WORD_MAIN = re.compile(rb"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A media type, and how many bytes of junk stand before the file proper."""

    media_type: str
    offset: int = 0


class OverLimits(Exception):
    """A package holds more than we unpack; the message says which limit."""


class Damaged(Exception):
    """A package cannot be read."""


def sniff(data: bytes) -> Sniffed:
    """Tell a file's type by its magic bytes, reading no more of a package than its directory."""
    if data[:1] in {b"", b"\x00"} and not data.strip(b"\x00"):
        return Sniffed(ZEROS if data else EMPTY)
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return Sniffed(_package_type(data))
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return Sniffed(_ole_type(data))
    known = next((media_type for prefix, media_type in _PREFIXES if data.startswith(prefix)), None)
    known = CMS if _CMS.match(data) else known  # before a PDF is looked for, which such a file may enclose
    if known is not None:
        return Sniffed(known)
    at = data.find(b"%PDF-", 0, MAX_JUNK + 5)
    if at >= 0:
        return Sniffed(PDF, at)
    return Sniffed(_text_type(data[:8192]))


def _text_type(head: bytes) -> str:
    if head[:2] == b"BM":
        return "image/bmp"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    bare = head
    for bom in _BOMS:
        bare = bare.removeprefix(bom)
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        bare = head[: len(head) & ~1].decode("utf-16", "ignore").encode()
    if bare.lstrip().startswith(b"<?xml") or _EDXML.search(bare[:1024]):
        if _EDXML.search(bare):
            return EDXML
        return HTML if b"<html" in bare.lower() else XML
    if _HTML.match(bare):
        return HTML
    binary = b"\x00" in bare or re.search(rb"[\x01-\x08\x0e-\x1a]", bare) is not None
    return _mail_type(bare) or (UNKNOWN if binary else TEXT)


def _mail_type(head: bytes) -> str | None:
    fields = _FIELDS.match(head)
    if fields is None or len({name.lower() for name in _OF_MAILS.findall(fields[0])}) < 2:
        return None
    return MHTML if _PAGE_IN_PARTS.search(fields[0]) and not _SENT.search(fields[0]) else MAIL


_STREAMS = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("__properties_version1.0", OUTLOOK),
    ("WordDocument", DOC),
    ("Workbook", XLS),
)


def _ole_type(data: bytes) -> str:
    """Which application wrote an OLE2 file, by the names of its streams (UTF-16LE in the directory).

    Of a file that was cut off the directory is lost, but Word's usually begins with its document ([MS-DOC] 2.5.2, ``wIdent``).
    """
    for name, media_type in _STREAMS:
        if name.encode("utf-16-le") in data:
            return media_type
    return DOC if data[512:514] in {b"\xec\xa5", b"\xdc\xa5"} else OLE


def _package_type(data: bytes) -> str:
    try:
        package = Package(data)
    except (OverLimits, Damaged):
        return DOCX if b"word/document.xml" in data[-(2**20) :] else ZIP
    names = package.names
    if "[Content_Types].xml" in names:
        for part, media_type in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX)):
            if part in names:
                return media_type
        return _main_part_type(package)
    if "mimetype" in names:
        try:
            declared = package.read("mimetype", limit=200).decode("ascii", "replace").strip()
        except (OverLimits, Damaged):
            return ZIP
        if re.fullmatch(r"application/vnd\.oasis\.opendocument\.[a-z-]+", declared):
            return declared
    return ZIP


def _main_part_type(package: Package) -> str:
    """A Word package may name its main part otherwise; the content types say which part it is."""
    try:
        types = package.read("[Content_Types].xml", limit=2**20)
    except (OverLimits, Damaged):
        return ZIP
    return DOCX if _WORD_MAIN.search(types) else ZIP


class Package:
    """A zip package whose directory is within limits; ``OverLimits`` or ``Damaged`` if it cannot be opened."""

    __slots__ = ("_zip", "names", "repeats")

    def __init__(self, data: bytes) -> None:
        end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
        if end < 0 or len(data) - end < 22:
            raise Damaged("no end of directory")
        entries = int.from_bytes(data[end + 10 : end + 12], "little")
        size = int.from_bytes(data[end + 12 : end + 16], "little")
        if entries > MAX_ENTRIES or size > MAX_DIRECTORY:
            raise OverLimits("entries")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, IndexError, OverflowError) as fault:
            raise Damaged(type(fault).__name__) from fault
        listed = self._zip.namelist()
        self.names = frozenset(listed)
        # Of two members with one name readers take one or the other.
        self.repeats = len(listed) != len(self.names)

    @property
    def entries(self) -> tuple[zipfile.ZipInfo, ...]:
        """What the directory lists, in its order, of equal names each one."""
        return tuple(self._zip.infolist())

    def read(self, name: str | zipfile.ZipInfo, limit: int = MAX_MEMBER) -> bytes:
        """Inflate a member; it may neither declare nor turn out to be larger than ``limit`` bytes, nor inflate absurdly."""
        try:
            entry = self._zip.getinfo(name) if isinstance(name, str) else name
            if entry.file_size > limit or (
                entry.file_size > _RATIO_FREE and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
            ):
                raise OverLimits("member")
            with self._zip.open(entry) as member:
                data = member.read(limit + 1)
        except (
            zipfile.BadZipFile,
            KeyError,
            RuntimeError,
            zlib.error,
            ValueError,
            OSError,
            NotImplementedError,
            EOFError,
        ) as fault:
            raise Damaged(type(fault).__name__) from fault
        if len(data) > limit:
            raise OverLimits("member")
        return data

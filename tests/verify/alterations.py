"""What may be done to a signed paper so that it shows something else, each as an update of its bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    pdf_name,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Change = Callable[[Any], None]
Alteration = Callable[[bytes], bytes]

OTHER_TEXT = b"BT /F1 30 Tf 20 20 Td (SO 99) Tj ET"
OTHER_STREAM = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(OTHER_TEXT), OTHER_TEXT)
SHEET = (0, 0, 200, 100)


def written(**values: Any) -> DictionaryObject:
    """A PDF dictionary from plain values; numbers and names given as strings with a slash become theirs."""
    return DictionaryObject({pdf_name(f"/{key}"): _object(value) for key, value in values.items()})


def _object(value: Any) -> Any:
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, str):
        return pdf_name(value) if value.startswith("/") else TextStringObject(value)
    if isinstance(value, tuple):
        return ArrayObject([_object(item) for item in value])
    return value


def update(change: Change) -> Alteration:
    """An alteration that a PDF library makes as an incremental update."""

    def alter(data: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        change(writer)
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()

    return alter


def _page(writer: Any) -> Any:
    return writer.root["/Pages"]["/Kids"][0].get_object()


def _field(writer: Any) -> Any:
    return writer.root["/AcroForm"]["/Fields"][0].get_object()


def picture(writer: Any) -> Any:
    """A white sheet as an appearance."""
    return writer.add_object(StreamObject(written(Type="/XObject", Subtype="/Form", BBox=SHEET), b"1 g 0 0 200 100 re f"))


def on(find: Callable[[Any], Any], **values: Any) -> Alteration:
    """Set keys of an object; a value may be a function of the writer."""

    def change(writer: Any) -> None:
        found = find(writer)
        for key, value in values.items():
            found[pdf_name(f"/{key}")] = _object(value(writer) if callable(value) else value)
        writer.update_container(found)

    return update(change)


def _without(find: Callable[[Any], Any], key: str) -> Alteration:
    def change(writer: Any) -> None:
        found = find(writer)
        del found[key]
        writer.update_container(found)

    return update(change)


def annotation(*, listed: bool = False, **values: Any) -> Alteration:
    """Put an annotation over the whole page; ``listed`` also makes it a field of the form."""

    def change(writer: Any) -> None:
        drawn = written(Type="/Annot", Rect=SHEET, F=4, AP=written(N=picture(writer)), **values)
        reference = writer.add_object(drawn)
        lists = [_page(writer)["/Annots"], *([writer.root["/AcroForm"]["/Fields"]] if listed else [])]
        for one in lists:
            one.append(reference)
            writer.update_container(one)

    return update(change)


def _other_content(writer: Any) -> None:
    reference = _page(writer).raw_get("/Contents").reference
    writer.objects[reference.generation, reference.idnum] = StreamObject(stream_data=OTHER_TEXT)


def _other_pages(writer: Any) -> Any:
    content = writer.add_object(StreamObject(stream_data=OTHER_TEXT))
    page = writer.add_object(written(Type="/Page", MediaBox=SHEET, Contents=content))
    return writer.add_object(written(Type="/Pages", Kids=(page,), Count=1))


def _one_more_page(writer: Any) -> None:
    pages = writer.root["/Pages"]
    content = writer.add_object(StreamObject(stream_data=OTHER_TEXT))
    pages["/Kids"].append(writer.add_object(written(Type="/Page", MediaBox=SHEET, Contents=content, Parent=pages)))
    pages[pdf_name("/Count")] = NumberObject(2)
    writer.update_container(pages)


def last_table(data: bytes) -> int:
    """Where the last cross-reference section begins."""
    return int(re.findall(rb"startxref\s+(\d+)", data)[-1])


def section(data: bytes, entries: bytes, trailer: bytes = b"") -> bytes:
    """Append a cross-reference table with these entries and the trailer's further keys."""
    head = b"xref\n%btrailer\n<< /Size 90 /Prev %d " % (entries, last_table(data))
    root = b"" if b"/Root" in trailer else b"/Root 1 0 R "
    return data + head + root + trailer + b" >>\nstartxref\n%d\n%%%%EOF\n" % len(data)


def _objects(data: bytes, bodies: dict[int, bytes], trailer: bytes = b"") -> bytes:
    entries = b""
    for number, body in bodies.items():
        entries += b"%d 1\n%010d 00000 n \n" % (number, len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    return section(data, entries, trailer)


def _other_root(data: bytes) -> bytes:
    bodies = {
        80: b"<< /Type /Catalog /Pages 81 0 R >>",
        81: b"<< /Type /Pages /Kids [82 0 R] /Count 1 >>",
        82: b"<< /Type /Page /Parent 81 0 R /MediaBox [0 0 200 100] /Contents 83 0 R >>",
        83: OTHER_STREAM,
    }
    return _objects(data, bodies, b"/Root 80 0 R /ID [<00> <00>]")


def _stream_section(data: bytes, entries: bytes, index: bytes) -> tuple[bytes, int]:
    head = b"<< /Type /XRef /W [1 4 1] /Index [%b] /Size 90 /Root 1 0 R /Prev %d /Length %d >>"
    body = (head + b"\nstream\n%b\nendstream") % (index, last_table(data), len(entries), entries)
    return data + b"70 0 obj\n%b\nendobj\n" % body, len(data)


def _entry(kind: int, where: int) -> bytes:
    return bytes([kind]) + where.to_bytes(4, "big") + b"\0"


def _beside_the_table(data: bytes) -> bytes:
    """The table changes nothing, the stream beside it does (ISO 32000-2, 7.5.8.4)."""
    at = len(data)
    with_stream, stream = _stream_section(data + b"4 0 obj\n%b\nendobj\n" % OTHER_STREAM, _entry(1, at), b"4 1")
    head = b"xref\n0 0\ntrailer\n<< /Size 90 /Root 1 0 R /Prev %d /XRefStm %d >>" % (last_table(data), stream)
    return with_stream + head + b"\nstartxref\n%d\n%%%%EOF\n" % len(with_stream)


def _in_an_object_stream(data: bytes) -> bytes:
    inner = b"2 0 << /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>"
    at = len(data)
    data += b"60 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (len(inner), inner)
    ready, start = _stream_section(data, _entry(2, 60) + _entry(1, at), b"2 1 60 1")
    return ready + b"startxref\n%d\n%%%%EOF\n" % start


def _listed_anew(data: bytes) -> bytes:
    """A whole table of its own that leads past the one that was signed."""
    known = {int(m[1]): m.start() for m in re.finditer(rb"(?m)^(\d+) 0 obj", data)}
    known[4] = len(data)
    first = re.search(rb"startxref\s+(\d+)", data)
    assert first is not None
    data += b"4 0 obj\n%b\nendobj\n" % OTHER_STREAM
    entries = b"".join(b"%d 1\n%010d 00000 n \n" % pair for pair in sorted(known.items()))
    end = b"trailer\n<< /Size 90 /Root 1 0 R /Prev %b >>\nstartxref\n%d\n%%%%EOF\n" % (first[1], len(data))
    return data + b"xref\n" + entries + end


def _moved(data: bytes) -> bytes:
    return section(data, b"4 1\n%010d 00000 n \n" % data.index(b"5 0 obj"))


_HIDDEN = b"4 0 obj\n%b\nendobj\n" % OTHER_STREAM

# What changes what a reader of the page sees, or may see in some viewer.
VISIBLE: dict[str, Alteration] = {
    "other content under the same number": update(_other_content),
    "one more page": update(_one_more_page),
    "other pages": on(lambda w: w.root, Pages=_other_pages),
    "another font": on(lambda w: _page(w)["/Resources"]["/Font"]["/F1"], BaseFont="/Symbol"),
    "another encoding": on(lambda w: _page(w)["/Resources"]["/Font"]["/F1"], Encoding=written(Differences=(48, "/nine"))),
    "other resources": on(lambda w: _page(w)["/Resources"], Font=written()),
    "the page turned": on(_page, Rotate=180),
    "the page cut": on(_page, CropBox=(0, 0, 10, 10)),
    "the page made smaller": on(_page, MediaBox=(0, 0, 10, 10)),
    "an action of the page": on(_page, AA=written(O=written(S="/JavaScript", JS="x"))),
    "the page without annotations": _without(_page, "/Annots"),
    "an action on opening": on(lambda w: w.root, OpenAction=written(S="/JavaScript", JS="x")),
    "scripts": on(lambda w: w.root, Names=written(JavaScript=written())),
    "optional content": on(lambda w: w.root, OCProperties=written(OCGs=(), D=written())),
    "a portfolio": on(lambda w: w.root, Collection=written()),
    "a dynamic form": on(lambda w: w.root["/AcroForm"], XFA=lambda w: w.add_object(StreamObject(stream_data=b"<xdp/>"))),
    "free text": annotation(Subtype="/FreeText"),
    "a stamp": annotation(Subtype="/Stamp"),
    "a square": annotation(Subtype="/Square"),
    "a redaction": annotation(Subtype="/Redact"),
    "a link": annotation(Subtype="/Link"),
    "a widget of nothing": annotation(Subtype="/Widget"),
    "a text field": annotation(listed=True, Subtype="/Widget", FT="/Tx", T="t", V="99"),
    "a signature field that is not signed": annotation(listed=True, Subtype="/Widget", FT="/Sig", T="t"),
    "free text called a signature field": annotation(listed=True, Subtype="/FreeText", FT="/Sig", T="t"),
    "another appearance of the signature": on(_field, AP=lambda w: written(N=picture(w))),
    "the signature drawn over the page": on(_field, Rect=SHEET, AP=lambda w: written(N=picture(w))),
    "the signature hidden": on(_field, F=2),
    "the signature in a layer": on(_field, OC=written()),
    "the signature under another name": on(_field, T="x"),
    "the signature with a link": on(_field, A=written(S="/URI", URI="http://a.test")),
    "another name in the signature": on(lambda w: _field(w)["/V"], Name="Somebody"),
    "the signature taken out": _without(_field, "/V"),
    "an object written by hand": lambda data: _objects(data, {4: OTHER_STREAM}),
    "an object of another generation": lambda data: section(
        data + _HIDDEN.replace(b"4 0", b"4 1", 1), b"4 1\n%010d 00001 n \n" % len(data)
    ),
    "an object beside the table": _beside_the_table,
    "an object in an object stream": _in_an_object_stream,
    "an object freed": lambda data: section(data, b"4 1\n0000000000 00001 f \n"),
    "a number that leads to another object": _moved,
    "a table that leads past the signed one": _listed_anew,
    "another catalogue": _other_root,
    "an object that no table names": lambda data: data + _HIDDEN,
    "an object behind comments": lambda data: (
        data + _HIDDEN.replace(b"4 0 obj", b"4%\n0%\nobj", 1) + b"startxref\n%d\n%%%%EOF\n" % last_table(data)
    ),
    "one more start": lambda data: data + b"startxref\n%d\n%%%%EOF\n" % last_table(data),
}

"""Tell the format of bytes by their content. A file name decides only between formats of the same content.

Government sites serve HTML as .pdf, login pages as .docx and Word files as .wps; the extension is never evidence
against the bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from extractors.errors import EmptyError, EncryptedError, TruncatedError, UnsupportedError

HEAD = 65_536
"""Bytes looked at to tell markup from text; every page seen shows its first tag in the first 4 kB."""

MAX_CONTROLS = 0.05
"""Share of control characters above which bytes are no text; GBK pages cut by a proxy stay below 0.001."""

_USUAL = re.compile(r"[ -~\s\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = b"PK\x03\x04"
_ZIP_EMPTY = b"PK\x05\x06"

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"\x00\x00\x00\x0cjP  ")
_OTHERS = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"{\\rtf", "rtf"),
    (b"WARC/", "warc"),
    (b"%!PS", "postscript"),
    (b"ID3", "audio"),
    (b"fLaC", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"CWS", "flash"),
    (b"FWS", "flash"),
    (b"SQLite format 3\0", "sqlite"),
)

_TAG = re.compile(
    rb"<(?:!doctype\s+html|/?(?:html|head|body|title|meta|link|script|style|div|span|p|br|hr|table|thead|tbody|tr|td|th"
    rb"|ul|ol|li|dl|dt|dd|h[1-6]|a|b|i|u|em|strong|font|center|img|iframe|frameset|form|input|section|article|nav"
    rb"|pre|blockquote|ucapcontent|ucaptitle))(?=[\s>/])",
    re.IGNORECASE,
)
_FIRST_TAG = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?>.{0,20000}?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title|script"
    rb"|table|div|p|center|frameset|h[1-6]|ucaptitle|ucapcontent)(?=[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_WRAPPER = re.compile(rb"\s*<(?:div|p|center|h[1-6]|table)(?=[\s>])", re.IGNORECASE)
"""A tag that converters leave around Markdown, and that people centre a title with."""

_MARKDOWN_LINE = re.compile(
    rb"^(?: {0,3}#{1,6}[ \t]+\S| {0,3}\|?[ \t]*:?-{3,}:?[ \t]*\||[ \t]*\|[^\n|]*\|[^\n]*\|[ \t]*\r?$)", re.MULTILINE
)
_OFFICE_XML = re.compile(
    rb"\s*<\?xml[^>]{0,200}\?>\s*(?:<\?[^>]{0,200}\?>\s*|<!--(?>.{0,2000}?-->)\s*)*+"
    rb"<(?:w:wordDocument|pkg:package|(?:ss:)?Workbook|office:document)(?=[\s>])",
    re.DOTALL,
)
"""Word and Excel 2003 XML, Word's flat XML, OpenDocument's flat XML: programs fill templates of these as .doc files."""

_MHT = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)


def sniff_format(data: bytes, *, name: str = "", media_type: str = "") -> str:
    """Return the format id of `data`: html, text, markdown, docx, pdf, doc, xlsx, xls, ofd, wps, et, image, zip ...

    Raises EmptyError, EncryptedError (OOXML behind a password), TruncatedError (zip, OLE2 or PDF without its end) and
    UnsupportedError (bytes of no known kind).
    """
    head = data[:1024]
    if not head.strip(b"\0\t\n\x0b\x0c\r ") and not data.strip(b"\0\t\n\x0b\x0c\r "):
        raise EmptyError("the file has no content", name=name)
    if head[:1] == b"<" and _FIRST_TAG.match(data):
        return "markdown" if _WRAPPER.match(data) and _is_markdown(data[:HEAD], name) else "html"
    if data.startswith((_ZIP, _ZIP_EMPTY)):
        return _sniff_zip(data, name)
    if data.startswith(_OLE2):
        return _sniff_ole(data, name)
    if b"%PDF-" in head:
        at = head.find(b"%PDF-")
        # a page that only talks about PDF begins with a tag
        if not _FIRST_TAG.match(data, 0, at) and not head[:at].strip(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
            return _sniff_pdf(data, name)
    if data.startswith(b"\x1f\x8b"):
        return "warc" if _gunzip_start(data).startswith(b"WARC/") else "gzip"
    if data.startswith(_IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or _is_bitmap(head):
        return "image"
    for magic, format_id in _OTHERS:
        if data.startswith(magic):
            return format_id
    if head[4:8] == b"ftyp":
        return "video"
    if _MHT.search(head) and b"MIME-Version" in data[:4096]:
        return "mht"
    return _sniff_text(data, name, media_type)


def _sniff_text(data: bytes, name: str, media_type: str) -> str:
    head = data[:HEAD]
    if b"\0" in head[:1024] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = _narrow(head, name)
    elif _control_share(head[:4096]) > MAX_CONTROLS:
        raise UnsupportedError("neither text nor a known file format", name=name)
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if _OFFICE_XML.match(bare):
        return "office-xml"
    if _FIRST_TAG.match(bare):
        return "markdown" if _WRAPPER.match(bare) and _is_markdown(bare, name) else "html"
    tags = _TAG.findall(head, 0)
    if len(tags) >= 3 or (tags and ("html" in media_type or name.lower().endswith((".htm", ".html", ".shtml")))):
        return "markdown" if _is_markdown(head, name) else "html"
    if name.lower().endswith((".md", ".markdown")) or _MARKDOWN_LINE.search(head):
        return "markdown"
    return "text"


def _narrow(head: bytes, name: str) -> bytes:
    """Return UTF-16 or UTF-32 text as UTF-8; other bytes with zeros are no text."""
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return head.decode("utf-32", "replace").encode()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").encode("utf-8", "replace")
    even, odd = head[0:1024:2].count(0), head[1:1024:2].count(0)
    text = head.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
    if even != odd and len(_USUAL.findall(text)) * 10 >= len(text) * 9:
        return text.encode("utf-8", "replace")
    # a stray zero in a text, or no text at all
    rest = head.replace(b"\0", b"")
    if head.count(0) * 50 > len(head) or _control_share(rest[:4096]) > MAX_CONTROLS:
        raise UnsupportedError("neither text nor a known file format", name=name)
    return rest


def _is_markdown(head: bytes, name: str) -> bool:
    """Return whether text with tags in it is Markdown by its name and by its lines."""
    return name.lower().endswith((".md", ".markdown")) and _MARKDOWN_LINE.search(head) is not None


def _control_share(head: bytes) -> float:
    """Return the share of control characters that no text has."""
    rest = head.translate(None, b"\x00\x01\x02\x03\x04\x05\x06\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1c\x1d")
    return 1 - len(rest) / len(head) if head else 0.0


def _is_bitmap(head: bytes) -> bool:
    return head.startswith(b"BM") and head[6:10] == b"\0\0\0\0" and head[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0")


def _sniff_pdf(data: bytes, name: str) -> str:
    if b"%%EOF" not in data and b"startxref" not in data[-4096:]:
        raise TruncatedError("the PDF has no end: its index is missing", name=name)
    linear = re.search(rb"/Linearized[^>]{0,200}?/L\s+(\d{1,12})", data[:2048])
    if linear and len(data) < int(linear[1]):
        raise TruncatedError(f"the PDF says it has {int(linear[1])} bytes and has {len(data)}", name=name)
    return "pdf"


def _sniff_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, OverflowError) as error:
        raise TruncatedError("the zip's directory is missing or damaged", name=name) from error
    if not entries:
        raise EmptyError("the zip has no entry", name=name)
    names = {entry.filename.replace("\\", "/").lstrip("/").lower() for entry in entries}
    if "ofd.xml" in names:
        return "ofd"
    # looked up in the order in which one may hold another
    for entry, format_id in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsx")):
        if entry in names:
            return format_id
    if "[content_types].xml" in names:
        for folder, format_id in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(entry.startswith(folder) for entry in names):
                return format_id
    if "content.xml" in names and "mimetype" in names:
        return "odf"
    return "zip"


def _sniff_ole(data: bytes, name: str) -> str:
    streams = _ole_streams(data)
    if streams is None:
        raise TruncatedError("the OLE2 file's directory is missing or damaged", name=name)
    extension = name.lower().rpartition(".")[2]
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        raise EncryptedError("the document needs a password", name=name)
    if "WordDocument" in streams:
        return "wps" if extension == "wps" else "doc"
    if "Workbook" in streams or "Book" in streams:
        return "et" if extension == "et" else "xls"
    if "PowerPoint Document" in streams:
        return "ppt"
    if extension in ("wps", "et"):
        # Kingsoft's own streams before 2005 have no fixed names
        return extension
    return "ole2"


def _ole_streams(data: bytes) -> set[str] | None:
    """Return the names in an OLE2 directory, None when the directory lies beyond the end ([MS-CFB] 2.2, 2.6)."""
    shift = int.from_bytes(data[30:32], "little")
    if len(data) < 512 or shift not in (9, 12):
        return None
    size = 1 << shift
    fat: list[int] = []
    for entry in range(109):
        sector = int.from_bytes(data[76 + 4 * entry : 80 + 4 * entry], "little")
        if sector >= 0xFFFFFFFA:
            break
        table = data[(sector + 1) << shift : (sector + 2) << shift]
        fat.extend(int.from_bytes(table[at : at + 4], "little") for at in range(0, len(table) - 3, 4))
    names: set[str] = set()
    sector = int.from_bytes(data[48:52], "little")
    seen: set[int] = set()
    while sector < 0xFFFFFFFA and sector not in seen and len(seen) < 4096:
        seen.add(sector)
        block = data[(sector + 1) << shift : (sector + 2) << shift]
        if len(block) < size:
            break
        for at in range(0, size, 128):
            length = int.from_bytes(block[at + 64 : at + 66], "little")
            if block[at + 66] and 2 <= length <= 64:
                names.add(block[at : at + length - 2].decode("utf-16-le", "replace"))
        sector = fat[sector] if sector < len(fat) else 0xFFFFFFFE
    return names or None


def _gunzip_start(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data[:4096], 64)
    except zlib.error:
        return b""

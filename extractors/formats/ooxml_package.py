"""The zip around an Office document: only named parts are read, under caps, and XML without entities or network.

Limits protect the machine from bombs; a document that meets one is refused, never half read.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from extractors.errors import (
    EmptyError,
    EncryptedError,
    TooLargeError,
    TruncatedError,
    UnreadableError,
    UnsupportedError,
)
from extractors.formats.radicals import fold_radical_bytes

MAX_ENTRIES = 2_000
"""Entries in one zip. The largest annual report seen has 60."""

MAX_TOTAL_BYTES = 256 * 1024 * 1024
"""Declared size of all entries together."""

MAX_PART_BYTES = 48 * 1024 * 1024
"""Unpacked size of one XML part; the tree takes about ten times as much. The largest seen is 3 MB."""

MAX_RATIO = 200
RATIO_FREE_BYTES = 4 * 1024 * 1024
"""Unpacked to packed size of a part above 4 MB. Word's repetitive tables reach 60, a bomb 1,000."""

_OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT_NAMESPACES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math",
     b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
     b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"http://purl.oclc.org/ooxml/drawingml/main",
     b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)  # fmt: skip


class Package:
    """An opened Office zip. Parts are read by name, one at a time; nothing is unpacked to disk."""

    def __init__(self, data: bytes, *, name: str = "") -> None:
        """Open the zip and check its directory. Raises the errors of `extractors.errors`, never zipfile's."""
        self.name = name
        if not data[:64].strip(b"\0 \r\n\t") and not data.strip(b"\0 \r\n\t"):
            raise EmptyError("the file has no content", name=name)
        if data.startswith(_OLE2):
            if _OLE_ENCRYPTED in data:
                raise EncryptedError("the document needs a password", name=name)
            raise UnsupportedError("an OLE2 file (Word 97-2003), not a docx", name=name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, OverflowError) as error:
            if data.startswith(b"PK"):
                raise TruncatedError("the zip's directory is missing or damaged", name=name) from error
            raise UnreadableError("not a zip, so not a docx", name=name) from error
        if len(entries) > MAX_ENTRIES:
            raise TooLargeError(f"the zip has {len(entries)} entries, more than {MAX_ENTRIES}", name=name)
        if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
            raise TooLargeError(f"the zip unpacks to more than {MAX_TOTAL_BYTES >> 20} MB", name=name)
        self._entries = {_key(entry.filename): entry for entry in entries}

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._entries

    def names(self) -> list[str]:
        """Return the names of the parts."""
        return list(self._entries)

    def read(self, part: str) -> bytes | None:
        """Return the bytes of a part, None when there is none. Raises TooLargeError, TruncatedError, EncryptedError."""
        entry = self._entries.get(_key(part))
        if entry is None:
            return None
        if entry.flag_bits & 0x1:
            raise EncryptedError("the zip is encrypted", name=self.name, where=part)
        self._check_size(entry.file_size, entry.compress_size, part)
        try:
            with self._zip.open(entry) as stream:
                # a directory that lies about sizes is caught here: never more than the cap is unpacked
                content = stream.read(MAX_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            raise TruncatedError(f"the part cannot be unpacked ({error})", name=self.name, where=part) from error
        except (NotImplementedError, RuntimeError) as error:
            raise UnsupportedError(f"the part cannot be unpacked ({error})", name=self.name, where=part) from error
        self._check_size(len(content), entry.compress_size, part)
        return content

    def _check_size(self, size: int, packed: int, part: str) -> None:
        if size > MAX_PART_BYTES:
            raise TooLargeError(f"the part has more than {MAX_PART_BYTES >> 20} MB", name=self.name, where=part)
        if size > RATIO_FREE_BYTES and size > MAX_RATIO * max(packed, 1):
            raise TooLargeError(f"the part unpacks to over {MAX_RATIO} times its size", name=self.name, where=part)

    def read_xml(self, part: str) -> tuple[etree._Element, str] | None:
        """Return the root of an XML part and what its parser complained about ("" for well-formed XML).

        Strict OOXML namespaces become the usual ones. A part with a document type declaration is refused: no
        Office program writes one, and entities are how text is blown up or read from elsewhere.
        """
        content = self.read(part)
        if content is None:
            return None
        if b"purl.oclc.org" in content:
            for strict, usual in _STRICT_NAMESPACES:
                content = content.replace(strict, usual)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise UnreadableError("a document type declaration is refused", name=self.name, where=part)
        content = fold_radical_bytes(content)
        root, complaint = _parse(content, recover=False)
        if root is None:
            root, _ = _parse(content, recover=True)
        if root is None:
            raise UnreadableError(f"not XML: {complaint}", name=self.name, where=part)
        if root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # the stubs lack it
            raise UnreadableError("a document type declaration is refused", name=self.name, where=part)
        return root, complaint

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Return relationship id -> (last word of its type, target part) of a part; "" is the package itself."""
        folder, base = posixpath.split(part)
        parsed = self.read_xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if parsed is None:
            return {}
        found = {}
        for element in parsed[0].iter(_RELATIONSHIPS):
            target = element.get("Target", "")
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = (element.get("Type", "").rsplit("/", 1)[-1], target)
        return found


def _key(part: str) -> str:
    """Return what parts are known by: their names differ in more than case (ECMA-376 part 2, 9.1.1)."""
    return part.replace("\\", "/").lstrip("/").lower()


def _parse(content: bytes, *, recover: bool) -> tuple[etree._Element | None, str]:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    try:
        root: etree._Element | None = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, str(error)
    return root, ""

"""Files as they lie on a disk: found in folders, named in text that can be written down, opened at their first byte."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

EXTENSIONS = frozenset(
    {
        *("html", "htm", "shtml", "xhtml", "jhtml", "mht", "mhtml", "txt", "md", "markdown", "pdf", "ofd"),
        *("doc", "docx", "wps", "xls", "xlsx", "et", "zip", "rar", "7z", "warc", "gz"),
        *("jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp"),
    }
)
"""What a folder is searched for; a file named on the command line is taken whatever it is called."""

LARGEST_FILE = 256 * 2**20
"""Bytes of one file, or of one record of a WARC file; the largest scanned report seen has 60 MB."""

LARGEST_PIPE = 4 * 2**30
"""Bytes that are taken from a pipe: four WARC files of the usual size."""

_STEP = 2**20


def readable_name(path: Path | str) -> str:
    """Return a file's name as text that can be printed and stored.

    A system's names are bytes: UTF-8 for most, and GB18030 where a ZIP file of a Chinese Windows was unpacked. A byte
    that is neither becomes U+FFFD.
    """
    name = str(path)
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:
        return name  # no name of a file here, and text already
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def find_files(
    paths: Iterable[Path], skipped: Counter[str], failed: list[str], *, apart: Path | None = None
) -> Iterator[tuple[Path, str]]:
    """Yield every file to take in and the name to keep it under: its place below the folder that was named.

    Links are followed, each folder once, and the folder `apart` (the store itself) is left out. What is hidden, of
    another kind, or a link to nothing is counted in `skipped`; a folder that cannot be read is named in `failed`.
    """
    for path in paths:
        if path.is_dir():
            yield from _walk(path, skipped, failed, apart)
        else:
            yield path, readable_name(path.name)


def _walk(folder: Path, skipped: Counter[str], failed: list[str], apart: Path | None) -> Iterator[tuple[Path, str]]:
    own = apart.resolve() if apart is not None and _identity(apart) != _identity(folder) else None
    seen: set[tuple[int, int]] = set()

    def refused(error: OSError) -> None:
        failed.append(f"{readable_name(error.filename or folder)}: {error.strerror or error}")

    for place, folders, files in os.walk(folder, onerror=refused, followlinks=True):
        here = Path(place)
        identity = _identity(here)
        # by a link the store may be come to below its own folder
        if identity in seen or (own is not None and here.resolve().is_relative_to(own)):
            folders.clear()
            continue
        seen.add(identity)
        shown = [name for name in folders if not name.startswith(".")]
        if hidden := len(folders) - len(shown):
            skipped["hidden"] += hidden
        # a folder before the links to it, so that its files keep their names when a link is added
        folders[:] = sorted(shown, key=lambda name: ((here / name).is_symlink(), name))
        for name in sorted(files):
            path = here / name
            if (kind := _why_not(path)) is None:
                yield path, readable_name(path.relative_to(folder).as_posix())
            else:
                skipped[kind] += 1


def _identity(folder: Path) -> tuple[int, int]:
    found = folder.stat()
    return found.st_dev, found.st_ino


def _why_not(path: Path) -> str | None:
    """Return the kind under which a file of a folder is passed over; None for one that is taken."""
    if path.name.startswith("."):
        return "hidden"
    if not path.is_file():
        return "broken link" if path.is_symlink() else "no regular file"
    extension = path.suffix.lower().removeprefix(".")
    return None if extension in EXTENSIONS else readable_name(extension) or "no extension"


def open_file(path: Path) -> BinaryIO:
    """Open a file at its first byte, so that it can be looked at twice.

    A pipe (`<(…)`, /dev/stdin) gives its bytes once: they are written to a nameless file first. Raises OSError (EFBIG)
    where more than LARGEST_PIPE bytes come.
    """
    stream = path.open("rb")
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    kept = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    with stream:
        size = 0
        while part := stream.read(_STEP):
            size += len(part)
            if size > LARGEST_PIPE:
                kept.close()
                raise OSError(errno.EFBIG, f"more than {LARGEST_PIPE >> 30} GB through a pipe: save them as a file")
            kept.write(part)
    kept.seek(0)
    return kept

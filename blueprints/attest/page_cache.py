"""The blank form of each activity: the same bytes for everybody, so it is rendered and compressed once."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from werkzeug.utils import get_content_type

MOST_KEPT = 200
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page as UTF-8 bytes, plain and gzipped, each with its headers, put together once; both go by one ETag."""

    plain: bytes
    zipped: bytes
    etag: str
    plain_headers: Mapping[str, str]
    zipped_headers: Mapping[str, str]

    @classmethod
    def of(cls, html: str, mimetype: str = "text/html") -> CachedPage:
        plain = html.encode()
        # mtime=0: every worker makes the same bytes.
        zipped = gzip.compress(plain, 9, mtime=0)
        etag = hashlib.sha256(plain).hexdigest()[:24]
        common = {
            "Content-Type": get_content_type(mimetype, "utf-8"),
            "Vary": "Accept-Encoding",
            "Cache-Control": "no-cache",  # kept by the browser, asked for anew each time
            # Weak: the plain and the compressed bytes are the same page.
            "ETag": f'W/"{etag}"',
        }
        return cls(
            plain,
            zipped,
            etag,
            common | {"Content-Length": str(len(plain))},
            common | {"Content-Encoding": "gzip", "Content-Length": str(len(zipped))},
        )


class Lately(Generic[Made]):
    """What was made last, by what it depends on. Two threads may make the same; either will do."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._most = most

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is kept for `key`; `make` is called where nothing is yet."""
        made = self._kept.get(key)
        if made is None:
            made = self._kept[key] = make()
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._kept)

"""The blank form of each activity: the same bytes for everybody, so it is rendered and compressed once."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page as UTF-8 bytes, plain and gzipped, and the ETag that both go by."""

    plain: bytes
    zipped: bytes
    etag: str

    @classmethod
    def of(cls, html: str) -> CachedPage:
        plain = html.encode()
        # mtime=0: every worker makes the same bytes.
        return cls(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:24])


class PageCache:
    """The pages rendered last, by what they depend on. Two threads may render the same page; either will do."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self._pages: OrderedDict[Hashable, CachedPage] = OrderedDict()
        self._most = most

    def get(self, key: Hashable, render: Callable[[], str]) -> CachedPage:
        """The page for `key`; `render` is called where it is not there yet."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = CachedPage.of(render())
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)
        return page

    def __len__(self) -> int:
        return len(self._pages)

"""What a page means for the walk: which links to follow, what was seen where, what is new, changed, gone.

Knows the state and the systems, not Scrapy. Every method that takes an answer runs inside the caller's transaction.
`columns` says where a run begins and when a column is due again, `reports`, `parts` and `lists` take what was answered,
`errands` queues and notes; `walk` is all of it together.
"""

from __future__ import annotations

from crawler.walk.walk import Walk

__all__ = ["Walk"]

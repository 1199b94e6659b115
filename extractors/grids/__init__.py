"""Tables whose columns the source declares -> figures, every value by its row label and its column label.

`reader` walks a grid (`layout`) top down: `row_labels` say what a row is, `column_labels` make the header in force,
`row_values` takes the row's values under it, `headless` keeps rows without a header. `table_2014` is read its own way.
`plans` reads the next table of the same shape by heart.
"""

from __future__ import annotations

from extractors.grids.reader import read_grid
from extractors.grids.values import Context

__all__ = ["Context", "read_grid"]

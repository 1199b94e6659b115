"""Tables that lost their grid: one cell a line, tabs, bars, spaces, or everything in one line.

The run of lines is cut into pieces (cells as far as tabs, bars and line ends tell) and searched for the labels of the
forms. What stands between one label and the next belongs to the first. It is read only if it is exactly as many
values as the header has labels; a number more or less, or digits run together, and the row is left unread. Marks of
items (the 7 of 7.属于行政执法案卷) are part of their label and never values.

`signs` tell whether lines hold a table, `pieces` cuts them and finds the labels in them, `gaps` says what stands
between two labels, `rows` which values are a row's own (`padding` where empty cells stand among them), `row_values`
takes them. `reader` follows the labels, with `table_3` (whose columns `extractors.reading_order` and `torn_headers` put
in order), `table_4` and `table_2014`.
"""

from __future__ import annotations

from extractors.flattened.reader import read_lines
from extractors.flattened.signs import SIGNS_OF_A_TABLE

__all__ = ["SIGNS_OF_A_TABLE", "read_lines"]

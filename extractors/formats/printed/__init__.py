"""Printed pages to blocks, whatever file they come from: words and rules in, tables and paragraphs out.

Tables come from their drawn rules (`grid`, `tables`) or, without rules, from figures that stand in columns (`columns`);
what is left is prose (`lines`); `layout` puts all of it in reading order, over page ends.
"""

"""Invented agencies, reports in every format, and portals that publish them: for `gongkai demo`, tests and benches.

`make_report` invents a report, `variations.VARIATIONS` are the ways to print it, `bundle` is the fixed set that
`gongkai demo` shows, `portals` publishes all of it over HTTP on loopback.
"""

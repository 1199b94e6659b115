"""Invented agencies, reports in every format, and portals that publish them: for `gongkai demo`, tests and benches."""

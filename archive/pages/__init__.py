"""View models of the published pages: rows of archive.db in, plain values for a template out.

One module a page. Each reads the database through a connection it is given, read-only, and returns a frozen value that
holds nothing but text, numbers and tuples of these: no HTML, no request, no Datasette. The plugins of `datasette/` only
hand these values to templates.
"""

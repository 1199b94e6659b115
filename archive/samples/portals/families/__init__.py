"""One module a family of content systems: portals that work, each in its own way."""

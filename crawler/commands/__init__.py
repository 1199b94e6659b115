"""The crawler's part of the command line; `archive.cli` joins it to the rest."""

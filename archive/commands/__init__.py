"""The archive's part of the command line: one module a command, each a click command called `command`."""

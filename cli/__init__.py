"""`imr`, the command line: one module a group of commands, put together in `main`."""

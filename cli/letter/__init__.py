"""`imr letter`: fetch, check, verify and serve letters."""

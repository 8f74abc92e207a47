"""Faults from outside: a service runs as in production, and what wraps it kills, blocks or spoils it where a test says.

Production code holds no fail points; `python -m bench.faults services.intake` patches the steps of the loop before it runs the service.
Start with `steps` (where), then `plants` (eight wrong runtimes that the tests must catch), then `worker` (the process a test holds).
"""

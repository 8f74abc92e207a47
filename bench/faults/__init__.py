"""Fault injection: kill, block or break a worker at a step that a test names.

Production code has no fail points: `python -m bench.faults services.intake` patches the steps of
the loop and then runs the service. Start with `steps`, then `plants` (eight wrong runtimes that
tests must catch), then `worker` (the process that a test controls).
"""

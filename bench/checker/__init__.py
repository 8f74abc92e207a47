"""Proves from the topics alone that nothing was lost and nothing happened twice.

Knows no service: it reads headers and JSON as any outsider could, `read_committed`, from the beginning. `python -m bench.checker` checks a
deployment; `bench.chaos` and the fault suite check what they did to one. Start with `verdict`, which says what is proven.
"""

"""Chaos runs: cases flow to letters while workers and the broker fail.

Run one with `python -m bench.chaos`. Start with `run` (its steps in order), then `acts` (the
faults), then `parts.traffic` and `parts.poison` (the input).
"""

"""Cases flow from application to letter while workers and the broker are killed, stopped, paused and poisoned: `python -m bench.chaos`.

Start with `run` (what a run does, in order), then `acts` (what is done to it), `traffic` and `poison` (what is fed to it).
"""

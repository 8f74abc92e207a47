"""Lint: check a letter before it is issued, or after.

Each rule is a pure function from a letter and the facts of its case to findings. A rule reports
where the letter contradicts its case or itself, and quotes the place, so that a reader can check
it. It does not judge medicine. `run` applies all rules; `facts` defines the facts they may use.
"""

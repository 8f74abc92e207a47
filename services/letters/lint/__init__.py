"""Lint: what is wrong with a letter before anybody gets it. One rule a file, each pure: a letter and the case's facts in, findings out.

A rule speaks where the letter contradicts the case, or itself, in a way that a reader can check at the place that is quoted. It judges
no medicine. `check.py` runs them all; `facts.py` says what a rule may know of the case.
"""

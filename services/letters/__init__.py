"""Letters: turns a signed determination into the letter, checks it, keeps it under its SHA-256, and serves it on every party.

Reads CaseReadyForReview (intake), ReviewerAssigned (triage) and DeterminationSigned (decision), in any order, and what staff and delivery
channels ask. A letter in which checks find something is held until staff release it; an issued one is served on each party on record:
intended, attempted, served. Who is served, what proves it and how long a party may appeal are rules in `domain/`; what a letter says is
assembled in `assemble.py` and laid out in `layouts/`.
"""

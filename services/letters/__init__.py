"""Letters: turns a signed determination into its letter, checks, stores and serves it.

Reads CaseReadyForReview and CaseFileChanged (intake), ReviewerAssigned (triage) and
DeterminationSigned (decision), in any order, and the commands of staff and delivery channels. A
letter with findings is held until staff release it; an issued one is served on each party on file:
intended, attempted, served. Its rules are in `domain/`: the parties, the proof of service, the time
to appeal. Its text is assembled in `handlers/issuing/assemble.py` and laid out by `layouts/`.
"""

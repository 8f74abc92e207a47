"""Letters: turns a signed determination into the letter, as PDF, HTML, text and data, and keeps each under its SHA-256.

Reads CaseReadyForReview (intake), ReviewerAssigned (triage) and DeterminationSigned (decision), in any order. Publishes LetterIssued.
It judges nothing, so it has no `domain/`; what a letter says is assembled in `assemble.py` and laid out in `layouts/`.
"""

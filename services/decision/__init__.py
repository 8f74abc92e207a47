"""Decision: says what the guidelines hold about each disputed item, with every step, and takes the reviewer's signature.

Reads CaseReadyForReview (intake), ReviewerAssigned (triage), in any order, and SignDetermination. Publishes CaseAssessed,
SignatureRefused and DeterminationSigned. It proposes; only the assigned reviewer decides.
"""

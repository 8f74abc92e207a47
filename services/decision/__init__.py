"""Decision: says what the guidelines hold about each disputed item, with every step, and takes the reviewer's signature.

Reads CaseReadyForReview (intake), ReviewerAssigned (triage), in any order, and the commands of the reviewers: SignDetermination,
CountersignDetermination, CorrectDetermination, ReturnCase, ConvenePanel. Publishes CaseAssessed, what was signed
(OpinionSigned, SecondSignatureAwaited, DeterminationSigned), CaseReturned, PanelConvened, and a refusal with its reason for every
wish that cannot be granted. It proposes; only the assigned reviewers decide.
"""

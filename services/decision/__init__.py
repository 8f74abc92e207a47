"""The decision service: assesses disputed items and takes the reviewers' signatures.

It reads CaseReadyForReview, CaseFileChanged, ItemsJoined and CaseTerminated (intake) and
ReviewerAssigned (triage), in either order, and the reviewers' commands: SignDetermination,
CountersignDetermination, CorrectDetermination, CorrectFact, ReturnCase and ConvenePanel. It
publishes CaseAssessed, ConsolidationAnswered, the
signatures (OpinionSigned, SecondSignatureAwaited, DeterminationSigned), CaseReturned,
PanelConvened, and a refusal with its reason for every command that it cannot carry out. It only
proposes; the assigned reviewers decide.
"""

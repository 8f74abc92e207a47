"""Intake: takes applications in, numbers and screens them, waits for records, runs clocks.

It also finds duplicates and consolidates cases. Reads its own commands, and DeterminationSigned,
CaseReturned and ConsolidationAnswered (decision).
Publishes SubmissionRefused, DuplicateFound, ApplicationReceived, DuplicateItemsDropped,
DuplicateSuspected, DuplicateSettled, DuplicateReversed, DuplicateRequestRefused, ReceiptMoved,
FactsAsked, FactsOverdue, ApplicationDeferred, ApplicationFoundIneligible,
ApplicationFoundEligible, EarlierReviewsFound, RecordsRequested, RecordsOverdue, ReviewLimited,
CaseReadyForReview, RecordsAdded, RecordsKept, CaseFileChanged, CaseRequestRefused,
ConsolidationProposed, ConsolidationAsked, CaseConsolidated, ItemsJoined and
DeterminationOverdue.
"""

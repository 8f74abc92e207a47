"""Intake: takes applications in, numbers and screens them, waits for records, runs clocks.

It also finds duplicates. Reads its own commands, and DeterminationSigned and CaseReturned
(decision).
Publishes SubmissionRefused, DuplicateFound, ApplicationReceived, DuplicateItemsDropped,
DuplicateSuspected, DuplicateSettled, DuplicateReversed, DuplicateRequestRefused, ReceiptMoved,
ApplicationDeferred, ApplicationFoundIneligible, ApplicationFoundEligible, EarlierReviewsFound,
RecordsRequested, RecordsOverdue, ReviewLimited, CaseReadyForReview, RecordsAdded, RecordsKept,
CaseFileChanged, CaseRequestRefused and DeterminationOverdue.
"""

"""Intake: takes applications in, numbers and screens them, waits for records, runs clocks.

It also finds duplicates. Reads SubmitApplication, ScreenApplication and ReceiveRecords (its own
commands) and DeterminationSigned (decision). Publishes SubmissionRefused, DuplicateFound,
ApplicationReceived, ApplicationDeferred, ApplicationFoundIneligible, ApplicationFoundEligible,
RecordsRequested, RecordsOverdue, ReviewLimited, CaseReadyForReview, RecordsAdded, RecordsKept,
CaseFileChanged, CaseRequestRefused and DeterminationOverdue.
"""

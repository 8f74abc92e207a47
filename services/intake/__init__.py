"""Intake: takes applications in, gives case numbers, finds duplicates, screens eligibility, waits for records, runs the legal clocks.

Reads SubmitApplication, ScreenApplication and ReceiveRecords (its own commands) and DeterminationSigned (decision). Publishes
SubmissionRefused, DuplicateFound, ApplicationReceived, ApplicationFoundIneligible, ApplicationFoundEligible, RecordsRequested,
RecordsOverdue, CaseReadyForReview and DeterminationOverdue.
"""

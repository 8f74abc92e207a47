"""Triage: finds each case a qualified reviewer without a conflict and with room.

It keeps the reviewers' registry. Reads ReviewerRecorded (registry import), CaseReadyForReview
(intake), CaseReturned, PanelConvened and DeterminationSigned (decision) and its own pool:
EnrolReviewer, FindReviewer, FindAnotherReviewer, ReleaseReviewer. Publishes those,
ReviewerAssigned, ReviewerWithdrawn and NoReviewerFound. A reviewer's name stays on the registry's
topic.
"""

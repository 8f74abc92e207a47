"""Triage: keeps the reviewers' registry and finds each case a reviewer who is qualified, without conflict and has room.

Reads ReviewerRecorded (registry import), CaseReadyForReview (intake), CaseReturned, PanelConvened and DeterminationSigned (decision)
and its own pool: EnrolReviewer, FindReviewer, FindAnotherReviewer, ReleaseReviewer. Publishes those, ReviewerAssigned and NoReviewerFound. A reviewer's name stays on the registry's topic.
"""

"""The messages that triage answers: cases, the reviewers' pool, the registry."""

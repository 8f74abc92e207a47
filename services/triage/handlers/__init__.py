"""The messages that triage answers: cases, the pool that reviewers are assigned from, the registry."""

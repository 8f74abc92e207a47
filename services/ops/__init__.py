"""Ops, the watching part: stages of cases, outcomes and durations, live.

Reads the events of intake, triage, decision and letters. Publishes only the changelogs of its
tables; serves `GET /v1/live`. It decides nothing: a wrong count costs no right and can be made
again from the topics. One process per deployment.
"""

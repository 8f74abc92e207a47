"""Ops, the watching part: how many cases are where, what came of them and how long it took, live.

Reads the events of intake, triage, decision and letters. Publishes nothing but the changelogs of its tables; serves `GET /v1/live`.
It decides nothing: a count that is wrong costs nobody a right and can be made again from the topics. One process per deployment.
"""

"""The language the services speak: messages, their versions and topics, and where each message is kept.

Imports pydantic and itself. Start with `topics` (what flows where), then `intake`, `triage`, `decision`, `letters`.
"""

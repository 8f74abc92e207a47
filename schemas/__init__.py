"""The language of the services: messages, their versions and their topics.

Imports pydantic and itself. Start with `topics` (the flow), then read `messages`.
"""

"""From an event of a case to a notice served on the parties that must have it.

Read `kinds`, `inputs`, `issue`; `again` has staff's commands.
"""

"""From a signed determination to an issued letter.

Read `inputs`, `issue`, `assemble`; `release` and `reissue` are staff's commands.
"""

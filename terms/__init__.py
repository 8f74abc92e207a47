"""The words of the field: treatments, drugs, body regions, names, and people's spellings.

Imports nothing of ours.
"""

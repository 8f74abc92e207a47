"""Triage's rules: who may review a case and who does (LC 139.5(c), (d)(4); LC 3209.3.

8 CCR 9792.10.6).
"""

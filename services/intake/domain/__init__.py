"""Intake's rules: who may have a denial reviewed, until when, and duplicates.

Sources: LC 4610.5, 8 CCR 9792.10.1 and 9792.10.3.
"""

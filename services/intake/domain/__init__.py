"""Intake's rules: who may have a denial reviewed and until when, and what was filed before (LC 4610.5, 8 CCR 9792.10.1 and .3)."""

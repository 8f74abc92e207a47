"""Count for a live view.

Stages of a case, minutes, durations, repeats, and forgetting closed cases.

The stages are those of the regulation: 8 CCR 9792.10.3 (eligibility) to 9792.10.7 (the
determination).
"""

"""How a live view counts: stages of a case, minutes, time in a stage, repeats, and when a closed case is forgotten.

The stages are those of the regulation: 8 CCR 9792.10.3 (eligibility) to 9792.10.7 (the determination).
"""

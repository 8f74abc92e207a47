"""The parts of an application: the sections of the DWC Form IMR (8 CCR 9792.10.2).

Values, items, parties, and the decision in dispute.
"""

"""The rules by which an item is assessed and a determination is signed.

LC 4610.5(c)(2), LC 4610.6; 8 CCR 9792.21.1, 9792.10.6.
"""

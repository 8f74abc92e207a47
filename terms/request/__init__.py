"""Read a request as it is written: its treatment, drugs, region, side and amounts.

`tokens` cuts the text, `phrases` finds the names in it, `grammar` the amounts, and `reading` puts
them together. A part that is not certain is not read, and words that have no part are left over.
"""

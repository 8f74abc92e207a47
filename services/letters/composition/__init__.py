"""Compose a letter's content as blocks, from its layout's headings and sentences.

Start with `compose`.
"""

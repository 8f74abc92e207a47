"""Verification: whether a letter was issued by this system and has not been changed.

`pdf_file` reads the file and its data, `text` compares the two, and `chain` finds the event that
issued the letter and the events behind it. Each fault is one of `errors`.
"""

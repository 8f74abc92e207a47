"""From a file to a letter's lines.

A PDF gives its attached data or its text (`pdf`); any other file is decoded (`encoding`). A text
has lines and gaps (`lines`), without the heads and feet of its pages (`running`).
"""

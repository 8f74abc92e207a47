"""Reading letters: the text of a determination back into its fields, line ends and page breaks undone.

`bytes -> text` (encoding.py) -> lines with what separates them (lines.py) -> sections (sections.py) -> fields (header.py, credentials.py,
items.py) -> a Letter (determination.py). The layout's own form says what headings and labels there are. What cannot be read
is an error with the line where it stopped (errors.py); nothing is guessed.
"""

"""Reading letters: from a file back to the fields of a determination.

The steps: a file to text, and text to lines without heads and feet (`loading`, `text`), lines
to sections (`sections`), sections to fields (`header`, `credentials`, `items`), and fields to a
Letter (`determination`). Headings and labels come from the layout's form. A text that cannot be
read raises an error with the line where reading stopped (`errors`); nothing is guessed. A letter
from the past becomes an event in `history_event`.
"""

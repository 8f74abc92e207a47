"""The rules of lint, one file each: a letter and the facts of its case in, findings out."""

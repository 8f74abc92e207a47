"""The one reader of JSON and YAML from outside: bounded and strict.

Channels and commands read files and bodies through it; it imports nothing of ours.
"""

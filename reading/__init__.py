"""The one reader of JSON and YAML from outside: bounded, strict, and exact about each problem.

Channels and commands read files and bodies through it; it imports nothing of ours.
"""

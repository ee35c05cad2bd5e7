"""Parsers that find typed values in what customers write or say: pure functions, no input or output.

Each returns `Found` values with their place in the text. The clock and the time zone are passed in.
"""

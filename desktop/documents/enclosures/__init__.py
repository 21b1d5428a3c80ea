"""The sheets that go with an agreement or alone: plain values in, blocks or a drawn PDF out.

Users' values are plain strings; a `Sentence`, also a date or a figure, comes in each language of the document.
"""

"""Requests that no browser would send, made from a seed: every address and every form, filled with rubbish.

`walks.py` says what one seed does; `rubbish.py` and `files.py` say what is typed and sent.
"""

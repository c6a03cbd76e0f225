"""Makes the blocking twin of the async source.

What is awaited is written once, by hand, under an ``_async/`` folder. This tool writes the ``_blocking/`` folder beside
it: the same text with small edits at exact places, so that comments and layout survive. Run ``python -m tools.unasync``
to write the twins and ``python -m tools.unasync --check`` to learn whether they are right.

- ``table.py``: what is renamed, as data. The only file that a change of the sources should touch.
- ``rules.py``: the kinds of rules, and how a name finds its rule.
- ``tokens.py`` and ``edits.py``: a source as tokens with offsets, and edits at such offsets.
- ``branches.py``, ``imports.py``, ``names.py``, ``prose.py``: each turns tokens into edits.
- ``convert.py`` puts these together; ``leftovers.py`` looks at the result; ``trees.py`` knows about files.
"""

"""What differs in kind, and not only in words, between the async shell and its blocking twin.

Two modules of pairs, so that the blocking client does not load asyncio.
"""

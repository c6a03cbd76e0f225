"""One script for each revision; what has been released is never changed again."""

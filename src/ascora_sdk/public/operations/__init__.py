"""Each call of the public API as a pure function."""

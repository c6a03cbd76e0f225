"""The shell: everything that waits, written once; its blocking twin is generated."""

"""The public Ascora API: what an account's own key opens."""

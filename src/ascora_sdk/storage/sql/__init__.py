"""The tables that a SQL database keeps for a sync, and the migrations that make them; needs the extra `sql`."""

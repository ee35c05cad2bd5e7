"""Anybody's recordings become transcripts: one generator a format, none of which drops a word without saying so."""

"""Numbers in Chinese prose: one grammar for the checks and for the search of wrong cells."""

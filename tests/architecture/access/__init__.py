"""Who may what: every address of the house, every kind of caller, one expectation each."""

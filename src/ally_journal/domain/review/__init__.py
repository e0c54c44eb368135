"""Looking back and ahead: what is asked, counted and reminded of."""

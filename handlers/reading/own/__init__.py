"""The customer's own words: a mail without what it quotes and without its signature."""

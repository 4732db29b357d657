"""How it works: periods, articles, and what is never done."""

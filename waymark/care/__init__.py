"""Tools that make the next appointment better: pure, the words are in content/."""

"""Tools that a person uses by talking: each is one `Tool`, pure, with its words in `content/tools/en/`."""

"""Plans that a person fills in with their own words: how a message becomes entries, and how a plan is shown."""

"""The console: where responders see who waits, take a case over, talk, and give the talk back to Waymark."""

"""Makes `tool_talk` and `typed_talk` importable for the tests of all tools below."""

"""Makes `tool_talk` importable for the tests of all tools below."""

"""The xAPI specification as code: what a statement may hold, what it speaks of, when two are the same. Pure."""

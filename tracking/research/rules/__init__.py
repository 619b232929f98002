"""Doing something with studies: asking and deciding (`studies`), their files (`files`), and `choosing` them."""

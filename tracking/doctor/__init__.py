"""Whether everything beside the log says what the log's bytes say, and writing it right again.

Two things cannot be told from the bytes and are left alone: the module under which a statement of ours counts, and the
definition of an activity, which several statements made together.
"""

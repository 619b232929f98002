"""A report as a file, in each format that it leaves in; all are written from the same typed cells (`sheets`).

Which files there are stands in `formats`; files that take long are ordered (`orders`) and made by a job.
"""

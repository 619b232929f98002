"""`python -m classcode` is the `classcode` command."""

from classcode.cli import main

main()

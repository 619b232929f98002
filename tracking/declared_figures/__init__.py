"""Figures that nobody measures here: entered with source, date and author, corrected in sight, shown as declared."""

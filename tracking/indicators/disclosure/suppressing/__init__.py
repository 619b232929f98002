"""Published tables: exact figures, and the cells that must be hidden so that none under k can be found, by solving.

Imports scipy: import it where something is published. Method: Fischetti and Salazar, Management Science 47 (7), 2001
(cell suppression by cutting planes, with attackers as linear programmes); told in docs/disclosure.md.
"""

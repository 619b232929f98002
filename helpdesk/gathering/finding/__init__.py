"""Who could meet where, with whom and when: pure values in, explained suggestions out.

No database, no clock, no chance. The only room besides `helpdesk.pairing` that computes with numpy and scipy: import
it where a round begins, since loading them takes half a second. Rules and numbers are told in docs/gathering.md.
"""

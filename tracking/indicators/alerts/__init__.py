"""What a lead should hear of without looking for it: a few rules over figures as anybody may see them; docs/alerts.md.

A daily round opens and closes alerts, those who lead see them, may put them aside, and may have a weekly mail.
"""

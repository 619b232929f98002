"""The WSGI entry for any server: `gunicorn wsgi:app`."""

from classcode import serving

app = serving.create()

"""The Learning Record Store that others talk to under `/xapi/`: resources, credentials, an application of its own."""

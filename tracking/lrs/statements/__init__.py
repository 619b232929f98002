"""The statements resource: taking statements in, finding them, answering them in the formats of the specification."""

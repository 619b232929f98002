"""How the desk's team grows: two doors in, a charter, a lead's decision, a first meeting together, and the way out."""

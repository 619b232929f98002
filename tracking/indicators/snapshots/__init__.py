"""Publications: figures frozen with their definitions, their content and their query, kept byte for byte."""

"""Three activities without a computer drawn on the page: sorting network, binary cards, picture in squares. Pure."""

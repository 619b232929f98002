"""Places where people meet: the directory as list and map, who may change it, and how far each place has come."""

"""PARS's answer in a file: read into a table, its columns found, its rows matched to what was sent."""

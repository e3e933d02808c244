"""The files that PARS takes: one table of columns (`columns`), one row source, a writer for each format."""

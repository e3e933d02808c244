"""The web: what learners, coordinators and other systems meet. Knows storage and pars, and neither SQL nor Excel."""

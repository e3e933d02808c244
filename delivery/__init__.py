"""What leaves the house by network. Knows pars and storage; whom it speaks to, it is told."""

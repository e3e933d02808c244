"""What PARS accepts: the domain of attest, pure.

Nothing here knows the web, a database, a clock, a network or chance: the date of today comes in as an
argument. Data flows one way: `answers` reads what a learner typed into a `record`, `rules` judges it against
its activity, `lifecycle` says what may happen with it, and `formats` writes it in a shape that PARS takes.
"""

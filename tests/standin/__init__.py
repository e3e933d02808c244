"""A stand-in for PARS's web service: a real HTTP server on this computer, for the tests and the demo.

It knows what the ACCME has published of the service and presumes the rest in the same way as
delivery/pars_service.py does. It is not PARS, and what it takes proves nothing about what PARS takes.
"""

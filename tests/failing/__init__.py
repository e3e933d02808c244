"""To see attest fail: a server to kill, phones that try again, builds with a fault, and a look at what is left."""

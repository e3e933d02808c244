"""What it takes to see attest fail: a server to kill, phones that send again, builds with a fault, a look at what is left."""

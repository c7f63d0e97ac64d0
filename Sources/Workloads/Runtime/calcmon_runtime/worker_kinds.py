"""How the workers of `hybrid` may come to be."""

WORKER_KINDS = ("fork", "spawn", "forkserver", "interpreters")

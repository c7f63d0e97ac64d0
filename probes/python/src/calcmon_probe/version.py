"""The version of this package, and of what it says to calcmon."""

VERSION = "0.1.0"
PROTOCOL = 1

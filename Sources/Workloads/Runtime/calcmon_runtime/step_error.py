"""What an item fails with."""


class StepError(Exception):
    """A step did not do what it should: a wrong answer, a wrong result, an injected failure."""


class InjectedFailure(StepError):
    """A failure on purpose, which needs no explanation."""

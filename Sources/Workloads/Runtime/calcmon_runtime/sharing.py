"""What several servers did at the same time."""

from collections import deque


class ServerCourse:
    """For how long a server has waited and computed, at some instants that ascend from its begin."""

    def __init__(self, begin: float) -> None:
        self.known_until = begin
        self._points = deque([(begin, 0.0, 0.0)])

    def add(self, elapsed: float, waited: float, computed: float) -> None:
        """Until then it has waited and computed for so long."""
        if elapsed > self.known_until:
            self.known_until = elapsed
            self._points.append((elapsed, waited, computed))

    def until(self, elapsed: float) -> tuple[float, float]:
        """For how long it had waited and computed then, which must not be before the instant asked for last."""
        while len(self._points) > 1 and self._points[1][0] <= elapsed:
            self._points.popleft()
        begin, waited, computed = self._points[0]
        if len(self._points) == 1 or elapsed <= begin:
            return waited, computed
        end, waited_then, computed_then = self._points[1]
        share = (elapsed - begin) / (end - begin)
        return waited + share * (waited_then - waited), computed + share * (computed_then - computed)


class SharedWait:
    """For how long no server computed and at least one had items in flight.

    Which server did what at one instant is not told. In each of the short times between their reports what they do is
    taken to be independent of each other.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self._until = 0.0
        self._courses: list[tuple[ServerCourse, tuple[float, float]]] = []

    def join(self, course: ServerCourse) -> None:
        """A server begins."""
        self._courses.append((course, (0.0, 0.0)))

    def leave(self, course: ServerCourse) -> None:
        """A server has ended: nothing is in flight there after what it told last."""
        course.known_until = float("inf")

    def advance(self, now: float) -> None:
        """Takes what is known of all servers until now."""
        end = min([now, *(course.known_until for course, _ in self._courses)])
        length = end - self._until
        if length <= 0:
            return
        none_computes, none_is_in_flight = 1.0, 1.0
        for place, (course, (waited, computed)) in enumerate(self._courses):
            waited_then, computed_then = course.until(end)
            self._courses[place] = (course, (waited_then, computed_then))
            computing = min(1.0, (computed_then - computed) / length)
            none_computes *= 1 - computing
            none_is_in_flight *= max(0.0, 1 - computing - (waited_then - waited) / length)
        self.seconds += length * (none_computes - none_is_in_flight)
        self._until = end

extension Bottleneck {
  /// In words, as the end of "is limited by".
  package var text: String {
    switch self {
    case .sequence: "one item after another: nothing is done while one waits"
    case .loop: "the event loop's own thread, which computes all the time"
    case .lock: "Python's global interpreter lock: one thread computes at a time"
    case .cores: "the cores, which compute all the time"
    case .processes: "the worker processes, which compute all the time; there are cores left"
    case .threads: "the threads, which all wait for I/O"
    case .concurrency: "the number of items in flight, which all wait for I/O"
    case .arrivals: "nothing: it keeps up with what comes"
    case .item: "the length of one item"
    }
  }
}

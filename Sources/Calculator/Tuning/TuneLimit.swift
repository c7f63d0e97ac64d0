package import Prediction
package import Workloads

/// What keeps a tuned mix from being faster still.
package enum TuneLimit: String, CaseIterable, Sendable {
  case cores, gil, loop, processes, disk, database, connections, waiting

  /// - Parameters:
  ///   - bottleneck: of the model, in the setting that is the best.
  ///   - io: what the items wait for.
  package init(_ bottleneck: Prediction.Bottleneck, io: Mix.IOKind?, isLocked: Bool) {
    switch bottleneck {
    case .cores: self = .cores
    case .lock: self = .gil
    case .loop, .sequence: self = isLocked ? .gil : .loop
    case .processes: self = .processes
    case .threads, .concurrency, .arrivals, .item:
      switch io {
      case .disk: self = .disk
      case .sqlite: self = .database
      case .http: self = .connections
      case .timer, nil: self = .waiting
      }
    }
  }

  /// As the end of "the limit is".
  package var text: String {
    switch self {
    case .cores: "the cores, which compute all the time"
    case .gil: "Python's global interpreter lock: what computes on the loop computes one after another"
    case .loop: "the event loop's own thread, which computes all the time"
    case .processes: "the worker processes, which compute all the time; there are cores left"
    case .disk: "the disk"
    case .database: "the database"
    case .connections: "the connections, which all wait for an answer"
    case .waiting: "the waiting itself: more items in flight would do more"
    }
  }
}

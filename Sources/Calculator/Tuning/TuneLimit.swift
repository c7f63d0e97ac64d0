package import Samples

/// What keeps a tuned mix from being faster still.
package enum TuneLimit: String, CaseIterable, Sendable {
  case cores, gil, loop, processes, disk, database, connections, external, waiting

  /// What the runs say beside the model.
  package struct Evidence: Sendable {
    /// Whether more in flight were measured, and did no more.
    package let isFlat: Bool
    /// Of all cores, used in the best setting.
    package let cpuUtilization: Double
    /// Cores of this host.
    package let cores: Int

    /// All of it.
    package init(isFlat: Bool, cpuUtilization: Double, cores: Int) {
      self.isFlat = isFlat
      self.cpuUtilization = cpuUtilization
      self.cores = cores
    }
  }

  /// So much of a core, or of all, is all of it: the tick and the reading of /proc take some as well.
  private static let busy = 0.9

  /// - Parameters:
  ///   - bottleneck: of the model, in the setting that is the best. It does not know what an I/O step computes.
  ///   - io: what the items wait for.
  ///   - isLocked: whether CPython's items compute on the loop.
  ///   - hasPool: whether there are worker processes.
  package init(_ bottleneck: Bottleneck, io: IOKind?, isLocked: Bool, hasPool: Bool, _ evidence: Evidence) {
    switch bottleneck {
    case .cores: self = .cores
    case .lock: self = .gil
    case .loop, .sequence: self = isLocked ? .gil : .loop
    case .processes: self = .processes
    case .threads, .concurrency, .arrivals, .item:
      self = evidence.isFlat ? Self.whereFlat(io, hasPool: hasPool, evidence) : io == .http ? .connections : .waiting
    }
  }

  /// The model thinks that all only wait, and more in flight did no more: what is busy is in the way, else what is waited for.
  private static func whereFlat(_ io: IOKind?, hasPool: Bool, _ evidence: Evidence) -> TuneLimit {
    if evidence.cpuUtilization >= busy { return .cores }
    if !hasPool, evidence.cpuUtilization * Double(evidence.cores) >= busy { return .loop }
    switch io {
    case .disk: return .disk
    case .sqlite: return .database
    case .http, .url: return .connections
    case .call, .command: return .external
    case .timer, nil: return .loop
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
    case .external: "what the items wait for: the user's function or command, which does no more at a time"
    case .waiting: "the waiting itself: more items in flight would do more"
    }
  }
}

import Glibc
package import Procfs
package import Samples

/// Who used processors in an interval, as far as the table of processes tells.
package struct ConsumerReading: Hashable, Sendable {
  /// Length of the interval.
  package let seconds: Double
  /// Those that used most, the greatest first.
  package let consumers: [CPUConsumer]
  /// CPU time of all that were seen, calcmon left out.
  package let seenSeconds: Double
  /// Why there may be others; `nil` if only processes that came and went between the two tables can be missing.
  package let hidden: HiddenConsumers?

  package init(seconds: Double, consumers: [CPUConsumer], seenSeconds: Double, hidden: HiddenConsumers? = nil) {
    self.seconds = seconds
    self.consumers = consumers
    self.seenSeconds = seenSeconds
    self.hidden = hidden
  }
}

/// Tells who had the host's cores in an interval, from a table of processes at its beginning and one at its end.
///
/// Time of processes that ended meanwhile is found with the process that waited for them, less what they had used before. A process is
/// counted with its systemd unit or container if its control groups name one, else by its own name; threads of the kernel count as one.
package struct ConsumerReader: Sendable {
  private let proc: ProcRoot
  /// calcmon's pid, as this procfs has it.
  private let own: Int32?
  /// Whether it is the procfs of the first pid namespace, in which all processes are.
  private let seesAll: Bool
  private let processors: Int
  /// Processes of which the groups are asked at most, the greatest first.
  private static let askedLimit = 32
  /// Bytes of a name at most.
  private static let nameLimit = 64

  /// Reads processes in this procfs.
  package init(proc: ProcRoot) {
    self.init(
      proc: proc, own: proc.destination(of: "self").flatMap { Int32($0) }, seesAll: proc.isOfFirstNamespace,
      processors: sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// Reads processes in a procfs of which all is known.
  ///
  /// - Parameters:
  ///   - own: calcmon's pid, as this procfs has it.
  ///   - seesAll: whether it is that of the first pid namespace.
  ///   - processors: of the host.
  package init(proc: ProcRoot, own: Int32?, seesAll: Bool, processors: Int) {
    self.processors = processors
    self.proc = proc
    self.own = own
    self.seesAll = seesAll
  }

  /// Reads all processes now. It takes some 10 µs a process, so not on an event loop.
  package func table() throws(ProcError) -> ProcessTable { try ProcessTable(proc) }

  /// Those that used most between two tables, calcmon and its descendants left out.
  ///
  /// - Parameters:
  ///   - seconds: between the two.
  package func reading(
    from before: ProcessTable, to after: ProcessTable, seconds: Double
  ) -> ConsumerReading {
    uses(from: before, to: after, seconds: seconds).reading(without: [])
  }

  /// What each process used between two tables, calcmon and its descendants left out.
  ///
  /// - Parameters:
  ///   - seconds: between the two.
  package func uses(from before: ProcessTable, to after: ProcessTable, seconds: Double) -> ProcessUses {
    // A process cannot have used more than all processors together. A figure above that is of an earlier time: whoever waits for a process
    // gets the time of its whole life.
    let capacity = max(0, seconds) * Double(max(1, processors))
    let growth = ProcessGrowth(
      from: before, to: after, own: own, limit: UInt64(capacity * ProcessStat.ticksPerSecond) + 2)
    let uses = strangers(growth, after).map {
      ProcessUses.Use(pid: $0.pid, consumer: CPUConsumer(name: $0.name, seconds: Double($0.amount) / ProcessStat.ticksPerSecond))
    }
    return ProcessUses(seconds: seconds, uses: uses, hidden: hidden(after))
  }

  /// Asks each process of a table what it has read and written. It takes some 10 µs a process.
  ///
  /// - Parameter limit: processes that are asked at most.
  package func storage(of table: ProcessTable, limit: Int = StorageTable.askedLimit) -> StorageTable {
    StorageTable(proc, table, limit: limit)
  }

  /// Those that read and wrote most between two tables, calcmon and its descendants left out.
  ///
  /// - Parameters:
  ///   - seconds: between the two.
  package func writers(from before: StorageTable, to after: StorageTable, seconds: Double) -> StorageConsumers {
    let growth = ProcessGrowth(
      from: before.processes, to: after.processes, own: own, limit: UInt64(Int64.max), unknownBefore: before.unknown)
    let named = strangers(growth, after.processes).map { DiskConsumer(name: $0.name, bytes: Double($0.amount)) }
    return StorageConsumers(
      seconds: seconds, consumers: DiskUse.greatest(named), seenBytes: named.reduce(0) { $0 + $1.bytes },
      hidden: after.denied > 0 ? .denied : hidden(after.processes))
  }

  /// Those that are not calcmon and have used something, the greatest first.
  private func strangers(_ growth: ProcessGrowth, _ after: ProcessTable) -> [(pid: Int32, name: String, amount: UInt64)] {
    after.entries.values.filter { !growth.isOwn($0.pid) }
      .map { (entry: $0, ticks: growth.ticks(of: $0)) }.filter { $0.ticks > 0 }
      .sorted { ($1.ticks, $0.entry.pid) < ($0.ticks, $1.entry.pid) }.enumerated()
      .map { place, stranger in
        (stranger.entry.pid, name(of: stranger.entry, asksGroups: place < ConsumerReader.askedLimit), stranger.ticks)
      }
  }

  private func hidden(_ table: ProcessTable) -> HiddenConsumers? {
    table.isCut ? .tooMany : seesAll && table.entries[1] != nil ? nil : .unseen
  }

  private func name(of entry: ProcessTable.Entry, asksGroups: Bool) -> String {
    if entry.isKernelThread { return "kernel threads" }
    let memberships = asksGroups ? try? CgroupMembership.read(proc, pid: "\(entry.pid)") : nil
    return ConsumerReader.printable(memberships.flatMap(CgroupUnit.of) ?? entry.comm)
  }

  /// A process may call itself anything: line breaks, other controls, and marks that turn the direction of a text become `?`.
  static func printable(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      let shown = scalar.isShown ? scalar : "?"
      guard text.utf8.count + UTF8.width(shown) <= nameLimit - ellipsis.utf8.count || name.utf8.count <= nameLimit else {
        return text + ellipsis
      }
      text.unicodeScalars.append(shown)
    }
    return text.isEmpty ? "?" : text
  }

  private static let ellipsis = "…"
}

extension Unicode.Scalar {
  fileprivate var isShown: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    default: true
    }
  }
}

/// How the times of processes have grown between two tables.
struct ProcessGrowth: Sendable {
  private let before: ProcessTable
  private let after: ProcessTable
  /// By the pid of a process that is still there: what its descendants that have ended meanwhile had used before.
  private var endedBefore: [Int32: UInt64] = [:]
  private let limit: UInt64
  /// What descends from calcmon, calcmon included.
  private let own: Set<Int32>
  private let unknownBefore: Set<Int32>

  /// - Parameters:
  ///   - own: calcmon's pid.
  ///   - limit: ticks that can have passed on all processors.
  ///   - unknownBefore: processes that are not in the first table though they were there: none of what they have used is new for certain.
  init(
    from before: ProcessTable, to after: ProcessTable, own: Int32?, limit: UInt64, unknownBefore: Set<Int32> = []
  ) {
    self.limit = limit
    self.unknownBefore = unknownBefore
    self.own = own.map(after.family(of:)) ?? []
    self.before = before
    self.after = after
    var heirs: [Int32: Int32?] = [:]
    for entry in before.entries.values where !isThere(entry) {
      guard let heir = heir(of: entry, &heirs) else { continue }
      endedBefore[heir, default: 0] &+= entry.ownTicks &+ entry.reapedTicks
    }
  }

  /// CPU time that a process of the second table has used since the first, with that of its children that have ended.
  func ticks(of entry: ProcessTable.Entry) -> UInt64 {
    guard let earlier = before.entries[entry.pid], earlier.startTicks == entry.startTicks else {
      return unknownBefore.contains(entry.pid) ? 0 : min(limit, entry.ownTicks) &+ possible(entry.reapedTicks)
    }
    let own = entry.ownTicks.since(earlier.ownTicks)
    let reaped = entry.reapedTicks.since(earlier.reapedTicks).since(endedBefore[entry.pid] ?? 0)
    return min(limit, own) &+ possible(reaped)
  }

  private func possible(_ reaped: UInt64) -> UInt64 { reaped <= limit ? reaped : 0 }

  /// Whether a process is calcmon, or descends from it.
  func isOwn(_ pid: Int32) -> Bool { own.contains(pid) }

  private func isThere(_ entry: ProcessTable.Entry) -> Bool { after.entries[entry.pid]?.startTicks == entry.startTicks }

  /// The nearest forebear that is still there: its time takes in that of the one that has ended. Each process is gone past once, however long
  /// their line is; tables are not of one instant, so a circle is possible, and ends it.
  private func heir(of entry: ProcessTable.Entry, _ known: inout [Int32: Int32?]) -> Int32? {
    var passed: [Int32] = []
    var next = entry.parent
    var heir: Int32?
    while let forebear = before.entries[next] {
      if isThere(forebear) {
        heir = next
        break
      }
      if let found = known[next] {
        heir = found
        break
      }
      known.updateValue(nil, forKey: next)
      passed.append(next)
      next = forebear.parent
    }
    for pid in passed { known.updateValue(heir, forKey: pid) }
    return heir
  }
}

extension ProcessTable {
  /// A process and all that descends from it, as far as the table tells.
  fileprivate func family(of pid: Int32) -> Set<Int32> {
    let children = Dictionary(grouping: entries.values, by: \.parent)
    var family: Set = [pid]
    var waiting = [pid]
    while let parent = waiting.popLast() {
      for child in children[parent] ?? [] where family.insert(child.pid).inserted { waiting.append(child.pid) }
    }
    return family
  }
}

extension ProcessTable.Entry {
  /// Whether it is a thread of the kernel, or the one that makes them.
  var isKernelThread: Bool { comm == "kthreadd" && pid == 2 || parent == 2 }
}

extension UInt64 {
  /// What was added since an earlier value; none where it is smaller now.
  fileprivate func since(_ earlier: UInt64) -> UInt64 { self > earlier ? self - earlier : 0 }
}

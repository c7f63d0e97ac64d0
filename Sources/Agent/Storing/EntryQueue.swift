import Storage

/// What waits for the database: bounded, in order, and when it is full the oldest goes.
struct EntryQueue {
  /// Samples that wait at most. An entry without samples counts as one.
  static let capacity = 100_000
  /// Samples of one transaction, about: what has gathered during an outage is not written in one go.
  static let batchSamples = 10_000

  private var entries: [HistoryEntry] = []
  private var weight = 0

  var isEmpty: Bool { entries.isEmpty }

  /// How many samples wait.
  var samples: Int { entries.reduce(0) { $0 + $1.sampleCount } }

  /// Returns how many samples were given up.
  mutating func append(_ new: [HistoryEntry]) -> Int {
    entries += new
    return trim()
  }

  /// Puts back at the front what was taken. Returns how many samples were given up.
  mutating func putBack(_ batch: [HistoryEntry]) -> Int {
    entries = batch + entries
    return trim()
  }

  /// The oldest entries; at least one where there is one.
  mutating func takeBatch() -> [HistoryEntry] {
    var taken = 0
    let count = entries.prefix { entry in
      defer { taken += entry.weight }
      return taken < EntryQueue.batchSamples
    }.count
    let batch = Array(entries.prefix(count))
    entries.removeFirst(count)
    weight -= batch.reduce(0) { $0 + $1.weight }
    return batch
  }

  private mutating func trim() -> Int {
    weight = entries.reduce(0) { $0 + $1.weight }
    var (dropped, given) = (0, 0)
    while weight > EntryQueue.capacity, given < entries.count - 1 {
      weight -= entries[given].weight
      dropped += entries[given].sampleCount
      given += 1
    }
    entries.removeFirst(given)
    return dropped
  }
}

extension HistoryEntry {
  fileprivate var weight: Int { max(1, sampleCount) }
}

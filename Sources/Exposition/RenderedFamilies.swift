import Samples

/// What was rendered last in one format, family by family. A revision stands for one state of one family, so it is all that it
/// takes to find it again.
struct RenderedFamilies {
  /// In the order of the text.
  private var order: [UInt64] = []
  private var texts: [UInt64: [UInt8]] = [:]
  /// Runs of families that were compressed together.
  private var parts: [[UInt64]: GzipPart] = [:]

  /// Families are compressed together until they have so many bytes: in smaller parts too little repeats itself, and of larger
  /// ones too much is compressed again after one change.
  private static let partSize = 32 * 1024

  /// Renders what is not as it was, and forgets what is no more.
  mutating func update(to registry: MetricRegistry, _ render: (Metric, MetricFamily) -> [UInt8]) {
    let before = texts
    texts = [:]
    order = []
    for (metric, family) in registry.sorted {
      order.append(family.revision)
      texts[family.revision] = before[family.revision] ?? render(metric, family)
    }
  }

  /// All families, and what the exposition ends with.
  func text(ending: [UInt8] = []) -> [UInt8] { text(of: order[...], ending) }

  /// All families, compressed. What was compressed before is not compressed again.
  mutating func compressed() -> [GzipPart] {
    let before = parts
    parts = [:]
    return runs.map { run in
      let key = Array(run)
      let part = before[key] ?? GzipPart(compressing: text(of: run))
      parts[key] = part
      return part
    }
  }

  /// Families that are compressed together: large ones alone, small ones with their neighbours.
  private var runs: [ArraySlice<UInt64>] {
    var runs: [ArraySlice<UInt64>] = []
    var (begin, size) = (0, 0)
    for (index, revision) in order.enumerated() {
      let count = texts[revision]?.count ?? 0
      if size > 0, size + count > RenderedFamilies.partSize {
        runs.append(order[begin..<index])
        (begin, size) = (index, 0)
      }
      size += count
    }
    return size > 0 ? runs + [order[begin...]] : runs
  }

  private func text(of revisions: ArraySlice<UInt64>, _ ending: [UInt8] = []) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(revisions.reduce(ending.count) { $0 + (texts[$1]?.count ?? 0) })
    for revision in revisions { text += texts[revision] ?? [] }
    text += ending
    return text
  }
}

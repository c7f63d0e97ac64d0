/// How deep a queue was over time: every change at first, then every second one, and so on, so that few points tell all of it.
struct QueueCourse {
  private static let limit = 256
  private(set) var points: [(at: Double, depth: Int)] = []
  private(set) var peak = 0
  private var stride = 1
  private var changes = 0
  private var last = -1

  mutating func note(_ depth: Int, at now: Double) {
    guard depth != last else { return }
    last = depth
    peak = max(peak, depth)
    changes += 1
    guard changes.isMultiple(of: stride) else { return }
    points.append((now, depth))
    guard points.count >= Self.limit else { return }
    points = points.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    stride *= 2
  }
}

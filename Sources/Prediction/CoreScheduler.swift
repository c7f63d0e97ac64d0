import DequeModule

/// Cores, and who computes on them: each in turn for a slice, while others wait for a core.
///
/// What is urgent, a loop that has slept, takes a core from another at once, as Linux' scheduler lets a task that used less than its share.
struct CoreScheduler {
  private struct Computation {
    let owner: Int
    let isUrgent: Bool
    /// Of core time.
    var left: Double
    /// Of core time, until another has its turn.
    var slice: Double
  }

  private let cores: Int
  private let slice: Double
  /// Core time that passes in a second, where all cores compute.
  private let fullRate: Double
  private var running: [Computation] = []
  private var ready: Deque<Computation> = []
  private var updatedAt = 0.0

  /// - Parameters:
  ///   - cores: 1 at least.
  ///   - slice: in seconds; more than 0.
  ///   - background: cores that others take, where all would compute.
  init(cores: Int, slice: Double, background: Double) {
    self.cores = cores
    self.slice = slice
    fullRate = max(0.1, 1 - background / Double(cores))
  }

  /// How many compute, or wait for a core.
  var count: Int { running.count + ready.count }

  /// Cores in use.
  var used: Double { Double(running.count) * rate }

  private var rate: Double { running.count < cores ? 1 : fullRate }

  /// When something is to be looked at next, if nothing else begins: an end, or a turn; `nil` while nothing computes.
  var nextEnd: Double? {
    guard var least = running.first.map(next) else { return nil }
    for computation in running.dropFirst() { least = min(least, next(computation)) }
    return updatedAt + max(0, least) / rate
  }

  private func next(_ computation: Computation) -> Double {
    ready.isEmpty ? computation.left : min(computation.left, computation.slice)
  }

  /// Begins a computation that takes so long alone.
  mutating func begin(_ seconds: Double, owner: Int, isUrgent: Bool, at now: Double) {
    advance(to: now)
    let new = Computation(owner: owner, isUrgent: isUrgent, left: seconds, slice: slice)
    if running.count < cores {
      running.append(new)
    } else if isUrgent, let index = running.firstIndex(where: { !$0.isUrgent }) {
      ready.prepend(running[index])
      running[index] = new
    } else {
      ready.append(new)
    }
  }

  /// Ends the computation that is over, and says whose it is; `nil` where it was only the turn of another.
  mutating func endNext(at now: Double) -> Int? {
    advance(to: now)
    guard let index = running.indices.min(by: { next(running[$0]) < next(running[$1]) }) else { return nil }
    let first = running[index]
    let isOver = first.left <= first.slice || ready.isEmpty
    guard let other = ready.popFirst() else {
      running.remove(at: index)
      return first.owner
    }
    running[index] = other
    if isOver { return first.owner }
    ready.append(Computation(owner: first.owner, isUrgent: first.isUrgent, left: first.left, slice: slice))
    return nil
  }

  private mutating func advance(to now: Double) {
    let passed = (now - updatedAt) * rate
    updatedAt = now
    guard passed > 0 else { return }
    let isContended = !ready.isEmpty
    for index in running.indices {
      running[index].left -= passed
      if isContended { running[index].slice -= passed }
    }
  }
}

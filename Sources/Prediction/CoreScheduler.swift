import DequeModule

/// Cores, and who computes on them: each in turn for a slice, while others wait for a core.
///
/// Who has just woken up goes before those who have had their slice, and takes the core of one that has computed for a while. It goes behind
/// others that have just woken up: much as Linux' scheduler has it (https://docs.kernel.org/scheduler/sched-eevdf.html).
struct CoreScheduler {
  private struct Computation {
    let owner: Int
    /// Of core time.
    var left: Double
    /// Of core time, until another has its turn.
    var slice: Double
    /// Of core time, since it got the core.
    var used = 0.0
  }

  /// A core that somebody has had for so much of a slice can be taken.
  private static let protectedShare = 0.25

  private let cores: Int
  private let slice: Double
  /// Core time that passes in a second, where all cores compute.
  private let fullRate: Double
  private var running: [Computation] = []
  /// Waiting for a core since they woke up.
  private var woken: Deque<Computation> = []
  /// Waiting for their next slice.
  private var waiting: Deque<Computation> = []
  /// Of the computation that has just ended: its thread may go on.
  private var leftOfSlice = 0.0
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
  var count: Int { running.count + woken.count + waiting.count }

  /// Cores in use.
  var used: Double { Double(running.count) * rate }

  private var rate: Double { running.count < cores ? 1 : fullRate }

  private var isContended: Bool { !woken.isEmpty || !waiting.isEmpty }

  /// When something is to be looked at next, if nothing else begins: an end, or a turn; `nil` while nothing computes.
  var nextEnd: Double? {
    guard var least = running.first.map(next) else { return nil }
    for computation in running.dropFirst() { least = min(least, next(computation)) }
    return updatedAt + max(0, least) / rate
  }

  private func next(_ computation: Computation) -> Double {
    isContended ? min(computation.left, computation.slice) : computation.left
  }

  /// Begins a computation that takes so long alone.
  ///
  /// - Parameter goesOn: whether its thread is the one whose computation has just ended: it keeps the core.
  mutating func begin(_ seconds: Double, owner: Int, goesOn: Bool, at now: Double) {
    advance(to: now)
    let new = Computation(owner: owner, left: seconds, slice: slice)
    if goesOn, running.count < cores {
      running.append(Computation(owner: owner, left: seconds, slice: leftOfSlice > 0 ? leftOfSlice : slice))
    } else if running.count < cores, !isContended {
      running.append(new)
    } else if woken.isEmpty, let index = longestRunning, running[index].used > slice * Self.protectedShare {
      waiting.prepend(running[index])
      running[index] = new
    } else {
      woken.append(new)
    }
  }

  private var longestRunning: Int? { running.indices.max { running[$0].used < running[$1].used } }

  /// Ends the computation that is over, and says whose it is; `nil` where it was only the turn of another.
  mutating func endNext(at now: Double) -> Int? {
    advance(to: now)
    guard let index = running.indices.min(by: { next(running[$0]) < next(running[$1]) }) else { return nil }
    let first = running.remove(at: index)
    leftOfSlice = first.slice
    if first.left <= first.slice || !isContended { return first.owner }
    waiting.append(Computation(owner: first.owner, left: first.left, slice: slice))
    return nil
  }

  /// Gives free cores to those who wait, when whoever had them has gone on if it could.
  mutating func fill() {
    while running.count < cores, var next = woken.popFirst() ?? waiting.popFirst() {
      next.used = 0
      running.append(next)
    }
  }

  private mutating func advance(to now: Double) {
    let passed = (now - updatedAt) * rate
    updatedAt = now
    guard passed > 0 else { return }
    let isContended = isContended
    for index in running.indices {
      running[index].left -= passed
      running[index].used += passed
      if isContended { running[index].slice -= passed }
    }
  }
}

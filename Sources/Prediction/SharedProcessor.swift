import HeapModule

/// Cores that are shared evenly: with more computations than cores, each is as much slower (processor sharing).
///
/// Kept in virtual time, which passes at the rate of a single computation: what is left of a computation then never changes, and the next
/// to end is the top of a heap.
struct SharedProcessor {
  private struct Computation: Comparable {
    let end: Double
    let order: Int
    let owner: Int

    static func < (a: Computation, b: Computation) -> Bool { (a.end, a.order) < (b.end, b.order) }
  }

  private let cores: Double
  private var computations = Heap<Computation>()
  private var virtualTime = 0.0
  private var updatedAt = 0.0
  private var order = 0

  /// - Parameter cores: 1 at least.
  init(cores: Int) { self.cores = Double(cores) }

  /// How many compute.
  var count: Int { computations.count }

  /// Cores in use.
  var used: Double { min(cores, Double(computations.count)) }

  private var rate: Double { computations.isEmpty ? 1 : min(1, cores / Double(computations.count)) }

  /// When the next is done, if nothing else begins; `nil` while nothing computes.
  var nextEnd: Double? { computations.min.map { updatedAt + max(0, $0.end - virtualTime) / rate } }

  /// Begins a computation that takes so long alone.
  mutating func begin(_ seconds: Double, owner: Int, at now: Double) {
    advance(to: now)
    order += 1
    computations.insert(Computation(end: virtualTime + seconds, order: order, owner: owner))
  }

  /// Ends the next one, and says whose it is.
  mutating func endNext(at now: Double) -> Int? {
    advance(to: now)
    return computations.popMin()?.owner
  }

  private mutating func advance(to now: Double) {
    virtualTime += (now - updatedAt) * rate
    updatedAt = now
  }
}

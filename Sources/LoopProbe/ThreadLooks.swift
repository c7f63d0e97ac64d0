/// What was seen of a thread during one stall of its loop.
package struct ThreadLooks: Equatable, Sendable {
  /// CLOCK_MONOTONIC at the first look.
  package private(set) var first: Int64?
  /// How many looks there were.
  package private(set) var count = 0
  /// In how many of them the thread was asleep or stopped.
  package private(set) var asleep = 0
  /// CLOCK_MONOTONIC when it fell asleep in what was seen at the first look; `nil`: it did not sleep then, or that is not known.
  package private(set) var fellAsleep: Int64?
  private var channels: [String: Int] = [:]
  /// By the innermost function alone.
  private var headlines: [[String]: Int] = [:]
  private var stacks: [[String]: Int] = [:]

  /// Nobody has looked.
  package init() {}

  /// In which kernel function it slept most often.
  package var channel: String? { channels.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key }

  /// Notes when it fell asleep.
  package mutating func slept(since instant: Int64) { fellAsleep = instant }

  /// The functions that it was in, innermost first: of the stacks that begin with the most frequent function, the most frequent. Empty if none was
  /// taken.
  package var stack: [String] {
    guard let headline = ThreadLooks.mostFrequent(headlines) else { return [] }
    return ThreadLooks.mostFrequent(stacks.filter { $0.key.prefix(1) == headline[...] }) ?? []
  }

  private static func mostFrequent(_ counts: [[String]: Int]) -> [String]? {
    counts.max { $0.value != $1.value ? $0.value < $1.value : $1.key.lexicographicallyPrecedes($0.key) }?.key
  }

  /// Adds a stack that was taken at a look.
  package mutating func add(stack: [String]) {
    guard let headline = stack.first else { return }
    headlines[[headline], default: 0] += 1
    stacks[stack, default: 0] += 1
  }

  /// Adds a look.
  ///
  /// - Parameters:
  ///   - state: as in `ProcessStat.state`.
  ///   - channel: the kernel function that it slept in, where it did and the kernel told.
  package mutating func add(at now: Int64, state: Character, channel: String?) {
    first = first ?? now
    count += 1
    guard state != "R" else { return }
    asleep += 1
    if let channel { channels[channel, default: 0] += 1 }
  }
}

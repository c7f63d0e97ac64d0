package import Procfs

/// The choice of cores for runs: how many they may take, and which of them.
package enum CoreChoice: Hashable, Sendable {
  /// A quarter of them: one at least, four at most.
  case few
  /// So many, as far as there are.
  case count(Int)
  /// All of them; runs are put on none in particular.
  case all

  /// A run needs no more to be told from a slow one, and what is left on the largest host is the others' all the same.
  private static let most = 4

  /// Cores of a run at the most, of so many that there are.
  package func cores(of cores: Double) -> Double { self == .all ? cores : min(cores, Double(count(of: cores))) }

  private func count(of cores: Double) -> Int {
    let whole = max(1, Int(cores.rounded(.up)))
    return switch self {
    case .few: min(CoreChoice.most, max(1, whole / 4))
    case .count(let count): min(max(1, count), whole)
    case .all: whole
    }
  }

  /// The processors of a run; `nil`: all. From turn to turn they move on by their number and begin again behind the last, so that each processor has
  /// its turn, and a bad one is found.
  ///
  /// - Parameters:
  ///   - usable: those of this process.
  ///   - cores: as many of them as a quota leaves.
  package func processors(of usable: CPUList, cores: Double, turn: Int) -> [Int]? {
    let all = usable.processors.sorted()
    let count = self == .all ? all.count : count(of: min(Double(all.count), cores))
    guard count < all.count else { return nil }
    let first = turn * count % all.count
    return (first..<first + count).map { all[$0 % all.count] }.sorted()
  }
}

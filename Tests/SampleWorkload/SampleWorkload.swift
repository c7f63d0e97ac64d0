import CalcmonWorkload
import Glibc

/// A program of a user's own, with steps that do what tests want.
@main struct SampleWorkload {
  struct Odd: Error { let item: Int }

  static func main() async throws {
    try await Workload {
      IOStep("wait") { _ in try await ContinuousClock().sleep(for: .milliseconds(2)) }
      IOStep("never") { _ in try await ContinuousClock().sleep(for: .seconds(1000)) }
      CPUStep("sum") { item in
        let sum = (0..<100_000).reduce(item) { $0 &* 31 &+ $1 }
        if sum == 1 { throw Odd(item: item) }
      }
      CPUStep("odd") { item in if !item.isMultiple(of: 2) { throw Odd(item: item) } }
      CPUStep("end") { item in if item == 7 { _exit(3) } }
    }.main()
  }
}

package import Samples

/// Which runtimes can run a mix: functions are of one, and some settings of asyncio alone.
extension Mix {
  /// Those that can run it, in the usual order. Empty: its steps are functions of two runtimes.
  package var possibleRuntimes: [Runtime] { Runtime.allCases.filter { problems(runtime: $0).isEmpty } }

  /// What is wrong with running it in a runtime.
  package func problems(runtime: Runtime) -> [MixProblem] {
    if let call = calls.first(where: { $0.runtime != runtime }) {
      return [problem("'\(runtime.rawValue)' cannot call \(call)", runtimes: [call.runtime])]
    }
    guard runtime != .asyncio else { return [] }
    if servers != nil { return [problem("'\(runtime.rawValue)' has no servers that share the arrivals", runtimes: [.asyncio])] }
    if workers != nil { return [problem("'\(runtime.rawValue)' has one kind of workers", runtimes: [.asyncio])] }
    return []
  }

  private func problem(_ reason: String, runtimes: [Runtime]) -> MixProblem {
    MixProblem(key: "runtime", message: "\(reason); use \(runtimes.map(\.rawValue).joined(separator: ", "))")
  }

  /// Whether it names the program that executes it: one that the agent or the command knows nothing of.
  package func namesProgram(for runtime: Runtime) -> Bool { runtime == .asyncio && !calls.isEmpty && code?.python != nil }
}

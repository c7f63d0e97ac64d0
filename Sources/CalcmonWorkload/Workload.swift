import Glibc
import Processes
import Samples
import Workloads

/// Steps of your own that calcmon executes under its four strategies.
///
/// A program that consists of one can be given to calcmon, which then executes its steps as it does its own: on the event loop, in threads,
/// and in worker processes, with what the loop pays for it.
///
/// ```swift
/// import CalcmonWorkload
///
/// @main struct Work {
///   static func main() async throws {
///     try await Workload {
///       IOStep("load") { item in try await database.row(item) }
///       CPUStep("resize") { item in try resize(pictures[item % pictures.count]) }
///     }.main()
///   }
/// }
/// ```
///
/// `calcmon run --runtime swift --child .build/release/work --io swift:load --cpu swift:resize --strategy all` compares the strategies.
public struct Workload: Sendable {
  private var steps = StepCatalog()
  private var problem: String?

  /// Collects steps. Each has a name of its own.
  public init(@WorkloadBuilder _ steps: () -> [any WorkloadStep]) {
    for step in steps() {
      let isTaken = self.steps.cpu[step.name] != nil || self.steps.io[step.name] != nil
      if isTaken { problem = problem ?? "there are two steps '\(step.name)'" }
      if (try? StepCall("swift:\(step.name)")) == nil {
        problem = problem ?? "'\(step.name)' cannot be the name of a step: it must be as the name of a function"
      }
      switch step.work.body {
      case .cpu(let body): self.steps.cpu[step.name] = body
      case .io(let body): self.steps.io[step.name] = body
      }
    }
  }

  /// Does what calcmon has started this program for, and returns when that is done. If a person has started it, it says how it is used.
  ///
  /// To be called once, before the program does anything that takes long: worker processes begin with it, too.
  ///
  /// - Throws: what cannot be carried out; calcmon has been told it by then.
  public func main() async throws {
    switch WorkloadArguments(CommandLine.arguments) {
    case .child:
      try await RunChild.run(version: BuildInfo.current.version, worker: WorkloadArguments.worker, steps: steps, problem: problem)
    case .worker(let name):
      signal(SIGINT, SIG_IGN)
      PoolWorker.run(step: name, of: steps)
    case .person: print(usage)
    }
  }

  private var usage: String {
    let cpu = steps.cpu.keys.sorted().map { "  --cpu swift:\($0)" }
    let io = steps.io.keys.sorted().map { "  --io swift:\($0)" }
    return
      (["This program is started by calcmon: calcmon run --runtime swift --child \(CommandLine.arguments[0]), with"] + io + cpu)
      .joined(separator: "\n")
  }
}

/// A step of an item: a `CPUStep` or an `IOStep`.
public protocol WorkloadStep: Sendable {
  /// What calcmon calls it: `swift:name`.
  var name: String { get }
  /// What it does.
  var work: WorkloadStepWork { get }
}

/// What a step does.
public struct WorkloadStepWork: Sendable {
  let body: Body

  enum Body: Sendable {
    case cpu(@Sendable (Int) throws -> Void)
    case io(@Sendable (Int) async throws -> Void)
  }
}

/// A step that computes: on the event loop, in a thread, or in a worker process, as the strategy has it.
public struct CPUStep: WorkloadStep {
  /// What calcmon calls it: `swift:name`.
  public let name: String
  /// What it does.
  public let work: WorkloadStepWork

  /// Names a computation.
  ///
  /// - Parameters:
  ///   - name: as the name of a function.
  ///   - body: gets the number of the item, from 0 on. It may be called in several threads at once, and in several processes, none of which
  ///     sees what another has changed. What it throws makes the item fail.
  public init(_ name: String, _ body: @escaping @Sendable (_ item: Int) throws -> Void) {
    self.name = name
    work = WorkloadStepWork(body: .cpu(body))
  }
}

/// A step that waits: it is awaited on the event loop, or by a thread that blocks meanwhile, as the strategy has it.
public struct IOStep: WorkloadStep {
  /// What calcmon calls it: `swift:name`.
  public let name: String
  /// What it does.
  public let work: WorkloadStepWork

  /// Names something to wait for.
  ///
  /// - Parameters:
  ///   - name: as the name of a function.
  ///   - body: gets the number of the item, from 0 on. What it throws makes the item fail.
  public init(_ name: String, _ body: @escaping @Sendable (_ item: Int) async throws -> Void) {
    self.name = name
    work = WorkloadStepWork(body: .io(body))
  }
}

/// Collects the steps of a workload.
@resultBuilder public enum WorkloadBuilder {
  /// One after another, as they are written.
  public static func buildBlock(_ steps: any WorkloadStep...) -> [any WorkloadStep] { steps }
}

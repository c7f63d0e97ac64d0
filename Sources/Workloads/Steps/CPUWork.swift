import Samples

/// What a CPU step does: one of calcmon's own computations, or a step of the user's own.
enum CPUWork: Sendable {
  case kernel(KernelWork)
  case step(UserCPUStep)

  /// Does it in the calling thread.
  ///
  /// - Throws: `StepFailure`.
  func compute(_ item: UInt64) throws(StepFailure) -> UInt64 {
    switch self {
    case .kernel(let work): return work.kernel.compute(seed: item, operations: work.operations)
    case .step(let step):
      try step.perform(item)
      return 0
    }
  }

  /// - Throws: `AttemptError.wrongResult` if it is not what it must be.
  func check(_ result: UInt64, of item: UInt64) throws {
    guard case .kernel(let work) = self else { return }
    guard work.kernel.accepts(result, seed: item, operations: work.operations) else { throw AttemptError.wrongResult }
  }

  /// If it is one of calcmon's own computations.
  var kernel: KernelWork? { if case .kernel(let work) = self { work } else { nil } }
}

extension RunOrder.Work {
  /// What its CPU steps do.
  ///
  /// - Throws: `StepUnknown`.
  func cpuWork(_ steps: StepCatalog) throws(StepUnknown) -> CPUWork? {
    switch cpu {
    case .kernel(let kernel, let operations): .kernel(KernelWork(kernel: kernel, operations: operations))
    case .call(let call): .step(try steps.cpuStep(call))
    case nil: nil
    }
  }
}

package import Samples

extension RunOrder.Work {
  /// Where the functions are that its steps call; `nil`: they call none.
  package var userCode: UserCode? { calledCode(io, cpu, code) }
}

extension RunOrder.Measure {
  /// Where the functions are that its steps call; `nil`: they call none.
  package var userCode: UserCode? { calledCode(io, cpu, code) }
}

private func calledCode(_ io: RunOrder.IO?, _ cpu: RunOrder.CPU?, _ code: UserCode?) -> UserCode? {
  if case .call = cpu { return code ?? UserCode() }
  return io?.call == nil ? nil : code ?? UserCode()
}

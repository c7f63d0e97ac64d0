/// A CPU step of the user's own.
struct UserCPUStep: Sendable {
  let name: String
  let body: StepCatalog.CPU

  /// Computes in the calling thread.
  func perform(_ item: UInt64) throws(StepFailure) {
    do { try body(Int(item)) } catch { throw StepFailure("\(name): \(error)") }
  }
}

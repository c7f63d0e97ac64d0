/// Does work to its end, also if the task that waits for it is cancelled meanwhile.
///
/// - Throws: what the work throws.
@discardableResult
package func uncancelled<Value: Sendable, Failure: Error>(
  _ work: @escaping @Sendable () async throws(Failure) -> Value
) async throws(Failure) -> Value {
  let task = Task { () async -> Result<Value, Failure> in
    do throws(Failure) {
      return .success(try await work())
    } catch {
      return .failure(error)
    }
  }
  return try await task.value.get()
}

import Scheduling
import Testing

@Suite struct UncancelledTests {
  private struct Fault: Error {}

  @Test func `Work is not cancelled with the task that waits for it, and its value is returned`() async {
    let isCancelled = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await uncancelled { Task.isCancelled }
    }.value
    #expect(!isCancelled)
  }

  @Test func `What the work throws comes out as it is`() async {
    await #expect(throws: Fault.self) { try await uncancelled { () async throws(Fault) in throw Fault() } }
  }
}

import Agent
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct CalculatorDeskTests {
  /// Computes until nobody waits for it any more.
  private func endless(_ desk: CalculatorDesk, page: String?, begun: AsyncStream<Void>.Continuation) async throws {
    try await desk.compute(page: page) { isCancelled in
      begun.yield()
      while !isCancelled() {}
    }
  }

  @Test func `A newer request of the same page stops the older`() async throws {
    let desk = CalculatorDesk()
    let (begins, begun) = AsyncStream<Void>.makeStream()
    let older = Task { try await endless(desk, page: "a", begun: begun) }
    for await _ in begins { break }
    #expect(try await desk.compute(page: "a") { isCancelled in isCancelled() } == false)
    await #expect(throws: CalculatorDesk.Overtaken.self) {
      // Where it is not stopped, the end of the test's time stops it.
      try await withTaskCancellationHandler {
        try await older.value
      } onCancel: {
        older.cancel()
      }
    }
  }

  @Test func `Other pages stop nobody, and a third one has to come again`() async throws {
    let desk = CalculatorDesk()
    let (begins, begun) = AsyncStream<Void>.makeStream()
    let calculations = [nil, "a"].map { page in Task { try await endless(desk, page: page, begun: begun) } }
    var count = 0
    for await _ in begins {
      count += 1
      if count == 2 { break }
    }
    await #expect(throws: CalculatorDesk.Busy.self) { try await desk.compute(page: "b") { _ in } }
    await #expect(throws: CalculatorDesk.Busy.self) { try await desk.compute { _ in } }
    for calculation in calculations { calculation.cancel() }
    for calculation in calculations { _ = await calculation.result }
    try await desk.compute(page: "a") { _ in }
  }

  @Test func `Whose connection is gone is not computed for`() async throws {
    let desk = CalculatorDesk()
    let (begins, begun) = AsyncStream<Void>.makeStream()
    let calculation = Task { try await endless(desk, page: nil, begun: begun) }
    for await _ in begins { break }
    calculation.cancel()
    _ = await calculation.result
  }
}

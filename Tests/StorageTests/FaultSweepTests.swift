import Testing

/// "Make the n-th operation fail for every n, once and then for good": https://www.sqlite.org/testing.html, section 3.2.
/// One after the other: they compute all the time, and other tests beside them look at clocks.
@Suite(.serialized, .timeLimit(.minutes(5))) struct FaultSweepTests {
  @Test(arguments: SweptStore.all, Fault.all)
  func `Whichever operation fails, once, every batch is in the end there once`(store: SweptStore, fault: Fault) async throws {
    let result = try await FaultSweep(store: store, fault: fault, repeats: false).run()
    #expect(result.strikes > 0)
  }

  @Test(arguments: SweptStore.all, Fault.all)
  func `Whichever operation fails, and all after it, every batch is in the end there once`(
    store: SweptStore, fault: Fault
  ) async throws {
    let result = try await FaultSweep(store: store, fault: fault, repeats: true).run()
    #expect(result.strikes > 0)
  }
}

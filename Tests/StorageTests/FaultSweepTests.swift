import Testing

/// "Make the n-th operation fail for every n, once and then for good": https://www.sqlite.org/testing.html, section 3.2.
/// They compute all the time: other tests, which look at clocks, run at another time.
@Suite(.timeLimit(.minutes(5))) struct FaultSweepTests {
  @Test(arguments: SweptStore.all, Fault.all)
  func `Whichever operation fails, once, every batch is in the end there once`(store: SweptStore, fault: Fault) async throws {
    let result = try await FaultSweep(store: store, fault: fault, beginning: .emptyStore, repeats: false).run()
    #expect(result.strikes > 0)
  }

  @Test(arguments: SweptStore.all, Fault.all)
  func `Whichever operation fails, and all after it, every batch is in the end there once`(
    store: SweptStore, fault: Fault
  ) async throws {
    let result = try await FaultSweep(store: store, fault: fault, beginning: .emptyStore, repeats: true).run()
    #expect(result.strikes > 0)
  }

  @Test(arguments: SweptStore.all, Fault.all)
  func `Whichever operation fails, once or with all after it, while the store is made, the store is made in the end`(
    store: SweptStore, fault: Fault
  ) async throws {
    for repeats in [false, true] {
      let result = try await FaultSweep(store: store, fault: fault, beginning: .nothing, repeats: repeats).run()
      #expect(result.strikes > 0)
    }
  }
}

import NIOPosix

/// `sync`: the item runs on the loop itself, which stands still meanwhile.
struct SyncItems: ItemExecutor {
  let items: BlockingItems

  nonisolated(nonsending) func execute(_ item: UInt64) async -> ItemOutcome { items.execute(item) }
}

/// `threads`: the item runs in a pool of threads, each of which it blocks.
struct ThreadItems: ItemExecutor {
  let items: BlockingItems
  let threads: NIOThreadPool

  nonisolated(nonsending) func execute(_ item: UInt64) async -> ItemOutcome {
    do {
      return try await threads.runIfActive { items.execute(item) }
    } catch {
      var outcome = ItemOutcome()
      outcome.failed(error)
      return outcome
    }
  }
}

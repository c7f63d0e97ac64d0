/// What can be set of a mix, to make it faster.
package struct TuneSetting: Hashable, Comparable, Sendable {
  /// Items in flight, at most.
  package var concurrency: Int
  /// Worker processes; 0 where the strategy has none.
  package var processes: Int
  /// Items that go to a worker in one piece; 0 where there is none.
  package var chunk: Int

  /// A setting.
  package init(concurrency: Int, processes: Int, chunk: Int) {
    self.concurrency = concurrency
    self.processes = processes
    self.chunk = chunk
  }

  /// The one that takes less comes first.
  package static func < (a: TuneSetting, b: TuneSetting) -> Bool {
    (a.processes, a.concurrency, a.chunk) < (b.processes, b.concurrency, b.chunk)
  }

  /// All that are worth a thought on a host: in steps of two and four.
  ///
  /// - Parameter hasPool: whether the strategy has worker processes.
  package static func grid(cores: Int, hasPool: Bool) -> [TuneSetting] {
    let concurrencies = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    guard hasPool else { return concurrencies.map { TuneSetting(concurrency: $0, processes: 0, chunk: 0) } }
    // One more than there are cores shows that it does not help.
    let processes = cores < 8 ? Array(1...cores + 1) : [1, 2, 4, cores / 2, cores - 1, cores, cores + 1].filter { $0 > 0 }
    return Set(processes).flatMap { processes in
      [1, 4, 16, 64].flatMap { chunk in
        // With fewer items in flight than a piece for each worker, no piece is ever full.
        concurrencies.filter { chunk == 1 || $0 >= chunk * processes }
          .map { TuneSetting(concurrency: $0, processes: processes, chunk: chunk) }
      }
    }.sorted()
  }
}

import CLinux

/// The ways in which work lets what is ordinary on the host come first.
package enum GivingWay: Hashable, Sendable {
  /// It yields at once, and gets a tenth of a processor where others never rest.
  case low
  /// It gets what is left.
  case idle

  /// For the kernel.
  var number: Int32 {
    switch self {
    case .low: Int32(calcmon_way_low)
    case .idle: Int32(calcmon_way_idle)
    }
  }

  /// Calls a body on a thread that gives way, and waits for it: threads that the body starts give way as well.
  ///
  /// It cannot be taken back without rights, so the thread ends with the body. If it is refused, the body is called all the same.
  package func run(_ body: @escaping @Sendable () -> Void) async throws {
    let thread = WorkerThreads(1)
    let result = await Result {
      try await thread.run {
        _ = calcmon_give_way(number, 0)
        body()
      }
    }
    await thread.shutDown()
    try result.get()
  }
}

package import Scheduling

/// Has a process execute a script, and waits until it has answered.
package struct Injection: Sendable {
  private let script: PendingScript
  /// Whether the process still runs.
  private let isThere: @Sendable () -> Bool
  /// What has been answered yet.
  private let answer: @Sendable () -> AttachAnswer?
  /// Has the main thread return from the system call in which it waits.
  private let interrupt: @Sendable () -> Void

  package init(
    script: PendingScript, isThere: @escaping @Sendable () -> Bool, answer: @escaping @Sendable () -> AttachAnswer?,
    interrupt: @escaping @Sendable () -> Void
  ) {
    self.script = script
    self.isThere = isThere
    self.answer = answer
    self.interrupt = interrupt
  }

  /// Between two looks.
  private static let pace = Duration.milliseconds(5)
  /// For as long nothing is done but to wait: a process that does something executes the script by itself, and one with nothing to do does not.
  package static let quiet = Duration.milliseconds(300)
  /// Between two interruptions.
  private static let nextInterruption = Duration.seconds(1)
  /// For as long it may take until the process begins to execute the script.
  package static let patience = Duration.seconds(5)
  /// For as long the script may take.
  package static let work = Duration.seconds(10)

  /// Why there is no answer.
  package enum Failure: Error, Hashable {
    case busy, ended, notTaken, noAnswer, noRoom
  }

  /// Asks for it and waits; a wait that is cancelled takes back what was asked for.
  ///
  /// - Parameter run: does something that blocks, for microseconds, or for an interruption for milliseconds.
  package func perform(
    _ path: String, time: any TimeSource, run: @Sendable (@escaping @Sendable () throws -> Step?) async throws -> Step?
  ) async throws -> AttachAnswer {
    _ = try await run { try begin(path) }
    do {
      return try await wait(time, run)
    } catch let error as CancellationError {
      _ = try? script.withdraw()
      throw error
    }
  }

  private func wait(
    _ time: any TimeSource, _ run: @Sendable (@escaping @Sendable () throws -> Step?) async throws -> Step?
  ) async throws -> AttachAnswer {
    let began = time.uptime
    var interruption = began + Injection.quiet
    var taken: Duration?
    while true {
      let now = time.uptime
      if let taken, now - taken >= Injection.work { throw Failure.noAnswer }
      let (isTaken, isDue, isLate) = (taken != nil, now >= interruption, now - began >= Injection.patience)
      switch try await run({ try look(isTaken: isTaken, isDue: isDue, isLate: isLate) }) {
      case .answered(let answer): return answer
      case .taken: taken = taken ?? now
      case .interrupted: interruption = now + Injection.nextInterruption
      case nil: break
      }
      try await time.sleep(until: now + Injection.pace)
    }
  }

  /// What came of a look.
  package enum Step: Sendable {
    case answered(AttachAnswer)
    /// The process has begun to execute it.
    case taken
    case interrupted
  }

  private func begin(_ path: String) throws -> Step? {
    guard path.utf8.count <= script.longestPath else { throw Failure.noRoom }
    guard try !script.isWaiting() else { throw Failure.busy }
    guard isThere() else { throw Failure.ended }
    try script.put(path)
    return nil
  }

  private func look(isTaken: Bool, isDue: Bool, isLate: Bool) throws -> Step? {
    if let answer = answer() { return .answered(answer) }
    guard isThere() else { throw Failure.ended }
    if isTaken { return nil }
    guard try script.isWaiting() else { return .taken }
    if isLate {
      if try script.withdraw() { throw Failure.notTaken }
      return .taken
    }
    guard isDue else { return nil }
    interrupt()
    return .interrupted
  }
}

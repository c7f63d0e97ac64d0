package import Procfs

/// What the scheduler has counted for one thread.
package struct ThreadTimes: Hashable, Sendable {
  package let thread: Int32
  /// Ready to run, and waiting for a processor, in nanoseconds. A thread that a CPU quota stops waits, too.
  package let waitNanoseconds: UInt64
  /// Waiting for disks, in seconds; `nil` if the kernel does not count it.
  package let blockedSeconds: Double?

  package init(thread: Int32, waitNanoseconds: UInt64, blockedSeconds: Double? = nil) {
    self.thread = thread
    self.waitNanoseconds = waitNanoseconds
    self.blockedSeconds = blockedSeconds
  }
}

/// Reads the times of all threads of some processes.
package struct ThreadTimesReader: Sendable {
  private let proc: ProcRoot
  private let accounting: TaskDelayAccounting?

  /// Reads in this procfs. Whether the kernel counts waits for disks is asked once.
  package init(proc: ProcRoot) {
    self.proc = proc
    // A kernel without the switch counts nothing that could be trusted.
    let accounting = try? TaskDelayAccounting(proc)
    self.accounting = accounting?.isOn == true ? accounting : nil
  }

  /// The times now. A thread or process that is gone is left out.
  ///
  /// - Parameter limit: threads of a process that are read at most, the oldest first.
  /// - Throws: `ProcError.unavailable` if this kernel counts no waits, and what cannot be understood.
  package func read(_ pids: [Int32], limit: Int = .max) throws(ProcError) -> [ThreadTimes] {
    var times: [ThreadTimes] = []
    for pid in pids {
      for thread in try threads(of: pid).prefix(limit) {
        if let found = try read(pid, thread) { times.append(found) }
      }
    }
    return times
  }

  private func threads(of pid: Int32) throws(ProcError) -> [Int32] {
    do {
      return try proc.list("\(pid)/task").compactMap { Int32($0) }
    } catch .gone {
      return []
    }
  }

  private func read(_ pid: Int32, _ thread: Int32) throws(ProcError) -> ThreadTimes? {
    do {
      let waited = try Schedstat(proc, pid: "\(pid)", thread: thread).waitNanoseconds
      guard let accounting else { return ThreadTimes(thread: thread, waitNanoseconds: waited) }
      let stat = try ProcessStat(proc, pid: "\(pid)", thread: thread)
      return ThreadTimes(
        thread: thread, waitNanoseconds: waited, blockedSeconds: try stat.delayacctBlkioSeconds(accounting))
    } catch .gone {
      return nil
    }
  }
}

/// Adds up how the times of threads grow from a first reading on, with those of threads that start and end meanwhile. A value without I/O.
///
/// What a thread does after it was read last is not known: it is missing from the sum.
package struct ThreadTimesSum: Hashable, Sendable {
  private var last: [Int32: ThreadTimes] = [:]
  private var waitNanoseconds: UInt64 = 0
  private var blocked = 0.0
  private var isBlockedKnown = false
  private var hasBegun = false

  package init() {}

  /// Takes a reading of threads that have their times from before, whenever they come.
  package mutating func know(_ readings: [ThreadTimes]) {
    for reading in readings { last[reading.thread] = reading }
    hasBegun = hasBegun || !readings.isEmpty
  }

  /// Takes a reading of all threads. Those of the first have their times from before.
  package mutating func add(_ readings: [ThreadTimes]) {
    for reading in readings {
      // One that has less than it had is another thread of the same number.
      let earlier = last[reading.thread].flatMap { $0.waitNanoseconds <= reading.waitNanoseconds ? $0 : nil }
      if hasBegun {
        waitNanoseconds &+= reading.waitNanoseconds - (earlier?.waitNanoseconds ?? 0)
        blocked += max(0, (reading.blockedSeconds ?? 0) - (earlier?.blockedSeconds ?? 0))
      }
      isBlockedKnown = isBlockedKnown || reading.blockedSeconds != nil
      last[reading.thread] = reading
    }
    hasBegun = hasBegun || !readings.isEmpty
  }

  /// Waited for a processor since the first reading, quotas included, in seconds; `nil` before there is one.
  package var waitedSeconds: Double? { hasBegun ? Double(waitNanoseconds) * 1e-9 : nil }
  /// Waited for disks since the first reading, in seconds; `nil` if the kernel does not count it.
  package var blockedSeconds: Double? { hasBegun && isBlockedKnown ? blocked : nil }
}

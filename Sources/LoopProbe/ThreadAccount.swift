import Glibc
package import Procfs

/// What the kernel has accounted to the thread that made this: its CPU time, and the time that it waited for a core.
///
/// A reading allocates nothing and makes two system calls, so a loop can afford one a tick.
///
/// Sources: `clock_gettime(2)`, CLOCK_THREAD_CPUTIME_ID, which is exact where `schedstat` is as of the last scheduler tick;
/// `Documentation/scheduler/sched-stats.rst`, `/proc/<pid>/schedstat`. Both leave out what a hypervisor stole.
package struct ThreadAccount {
  /// The sums until an instant.
  package struct Reading: Hashable, Sendable {
    /// CLOCK_MONOTONIC.
    package var at: Int64
    /// Nanoseconds on a CPU.
    package var onCPU: Int64
    /// Nanoseconds runnable and not running, throttling included; `nil` where this kernel does not account for it.
    package var waiting: Int64?

    /// Sums until an instant.
    package init(at: Int64, onCPU: Int64, waiting: Int64?) {
      self.at = at
      self.onCPU = onCPU
      self.waiting = waiting
    }
  }

  /// As much as the three numbers of the file can take.
  private static let fileSize = 96

  private let schedstat: KeptFile?

  /// Of the calling thread.
  package init(proc: ProcRoot) {
    schedstat = try? KeptFile(proc, "thread-self/schedstat")
  }

  /// To be called on the thread that it is the account of.
  package func read() -> Reading {
    var cpu = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu)
    let onCPU = Int64(cpu.tv_sec) * 1_000_000_000 + Int64(cpu.tv_nsec)
    return Reading(at: MonotonicClock.now(), onCPU: onCPU, waiting: waiting())
  }

  private func waiting() -> Int64? {
    guard let schedstat else { return nil }
    return withUnsafeTemporaryAllocation(byteCount: ThreadAccount.fileSize, alignment: 1) { buffer in
      guard let count = schedstat.read(into: buffer) else { return nil }
      let schedstat = Schedstat.parse(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      // A kernel that has it switched off writes zeros, and a thread that reads this has been given a processor.
      return schedstat.flatMap { $0.timeslices > 0 ? Int64(clamping: $0.waitNanoseconds) : nil }
    }
  }
}

extension ThreadAccount.Reading {
  /// What the thread did in the last `nanoseconds` until this reading.
  ///
  /// `earlier` lies before that: in the time between, the thread did what is not asked for. Where it slept long enough, it is taken to
  /// have slept then; else the rest is taken from the CPU time, of which that time is at most one interval of the tick.
  package func spent(since earlier: ThreadAccount.Reading, inLast nanoseconds: Int64) -> (onCPU: Int64, waiting: Int64?) {
    let before = max(0, at - earlier.at - nanoseconds)
    let busy = max(0, onCPU - earlier.onCPU)
    let waited: Int64? =
      if let waiting, let earlier = earlier.waiting { max(0, waiting - earlier) } else { nil }
    let asleep = max(0, at - earlier.at - busy - (waited ?? 0))
    let computed = min(nanoseconds, max(0, busy - max(0, before - asleep)))
    return (computed, waited.map { min($0, nanoseconds - computed) })
  }
}

import Glibc
package import Procfs
import Samples
import Synchronization

/// The standard `process_*` set for the agent's own process.
package struct AgentProcessSampler: Sampler {
  private let proc: ProcRoot
  private let boot = BootInstant()

  /// Reads `self` in this procfs.
  package init(proc: ProcRoot) { self.proc = proc }

  package var name: String { "process" }

  package func clockWasSet() { boot.forget() }

  /// What this kernel does not tell of the process is left out; the rest is read.
  ///
  /// - Throws: `ProcError` if there is no `self/stat`, and for what cannot be understood.
  package func read() throws -> [Reading] {
    let stat = try ProcessStat(proc, pid: "self")
    var readings = [
      Reading(MetricCatalog.processCPU, .none, stat.userSeconds + stat.systemSeconds),
      Reading(MetricCatalog.processResident, .none, Double(stat.residentPages) * Double(sysconf(Int32(_SC_PAGESIZE)))),
      Reading(MetricCatalog.processVirtual, .none, Double(stat.virtualBytes)),
    ]
    if let seconds = try ifTold({ () throws(ProcError) in try boot.seconds(proc) }) {
      let start = Double(seconds) + Double(stat.startTicks) / ProcessStat.ticksPerSecond
      readings.append(Reading(MetricCatalog.processStart, .none, start))
    }
    if let count = try ifTold({ () throws(ProcError) in try OpenFiles.count(proc, pid: "self") }) {
      readings.append(Reading(MetricCatalog.processOpenFDs, .none, Double(count)))
    }
    if let limit = try ifTold({ () throws(ProcError) in try ProcessLimits(proc, pid: "self").openFiles }) {
      readings.append(Reading(MetricCatalog.processMaxFDs, .none, Double(limit)))
    }
    return readings
  }

  /// `nil` if there is no such file, or none for this user.
  private func ifTold<Value>(_ read: () throws(ProcError) -> Value?) throws(ProcError) -> Value? {
    do {
      return try read()
    } catch .gone, .unavailable {
      return nil
    }
  }
}

/// When the machine was booted, as it was first read since the clock was set. The kernel tells it by the wall clock, in whole seconds that may
/// be one off from reading to reading: the start of a process is not to move with them.
private final class BootInstant: Sendable {
  private let known = Mutex<UInt64?>(nil)

  /// `nil` if the kernel does not tell.
  func seconds(_ proc: ProcRoot) throws(ProcError) -> UInt64? {
    if let seconds = known.withLock({ $0 }) { return seconds }
    let seconds = try SystemStat(proc).bootSeconds
    known.withLock { $0 = seconds }
    return seconds
  }

  func forget() { known.withLock { $0 = nil } }
}

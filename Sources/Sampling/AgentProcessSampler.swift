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

  package func read() throws -> [Reading] {
    let stat = try ProcessStat(proc, pid: "self")
    var readings = [
      Reading(MetricCatalog.processCPU, .none, stat.userSeconds + stat.systemSeconds),
      Reading(MetricCatalog.processResident, .none, Double(stat.residentPages) * Double(sysconf(Int32(_SC_PAGESIZE)))),
      Reading(MetricCatalog.processVirtual, .none, Double(stat.virtualBytes)),
      Reading(
        MetricCatalog.processStart, .none, Double(try boot.seconds(proc)) + Double(stat.startTicks) / ProcessStat.ticksPerSecond),
      Reading(MetricCatalog.processOpenFDs, .none, Double(try OpenFiles.count(proc, pid: "self"))),
    ]
    if let limit = try ProcessLimits(proc, pid: "self").openFiles {
      readings.append(Reading(MetricCatalog.processMaxFDs, .none, Double(limit)))
    }
    return readings
  }
}

/// When the machine was booted, as it was first read since the clock was set. The kernel tells it by the wall clock, in whole seconds that may
/// be one off from reading to reading: the start of a process is not to move with them.
private final class BootInstant: Sendable {
  private let known = Mutex<UInt64?>(nil)

  func seconds(_ proc: ProcRoot) throws(ProcError) -> UInt64 {
    if let seconds = known.withLock({ $0 }) { return seconds }
    let seconds = try SystemStat(proc).bootSeconds
    known.withLock { $0 = seconds }
    return seconds
  }

  func forget() { known.withLock { $0 = nil } }
}

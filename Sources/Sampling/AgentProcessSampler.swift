import Glibc
package import Procfs
import Samples

/// The standard `process_*` set for the agent's own process.
package struct AgentProcessSampler: Sampler {
  private let proc: ProcRoot

  /// Reads `self` in this procfs.
  package init(proc: ProcRoot) { self.proc = proc }

  package var name: String { "process" }

  package func read() throws -> [Reading] {
    let stat = try ProcessStat(proc, pid: "self")
    let boot = try SystemStat(proc).bootSeconds
    var readings = [
      Reading(MetricCatalog.processCPU, .none, stat.userSeconds + stat.systemSeconds),
      Reading(MetricCatalog.processResident, .none, Double(stat.residentPages) * Double(sysconf(Int32(_SC_PAGESIZE)))),
      Reading(MetricCatalog.processVirtual, .none, Double(stat.virtualBytes)),
      Reading(MetricCatalog.processStart, .none, Double(boot) + Double(stat.startTicks) / ProcessStat.ticksPerSecond),
      Reading(MetricCatalog.processOpenFDs, .none, Double(try OpenFiles.count(proc, pid: "self"))),
    ]
    if let limit = try ProcessLimits(proc, pid: "self").openFiles {
      readings.append(Reading(MetricCatalog.processMaxFDs, .none, Double(limit)))
    }
    return readings
  }
}

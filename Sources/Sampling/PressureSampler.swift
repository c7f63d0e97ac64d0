import Glibc
package import Procfs
import Samples

/// For how long tasks of this machine were held up: of each resource, what the kernel counts.
package struct PressureSampler: Sampler {
  private let proc: ProcRoot
  private let memory = CounterMemory()

  /// Reads `pressure` in this procfs.
  package init(proc: ProcRoot) { self.proc = proc }

  package var name: String { "pressure" }

  /// - Throws: `ProcError.unavailable` where the kernel counts none.
  package func read() throws -> [Reading] {
    var readings: [Reading] = []
    for resource in Pressure.Resource.allCases {
      guard let pressure = try pressure(resource) else { continue }
      for (kind, stall) in [("some", pressure.some), ("full", pressure.full)] {
        guard let stall else { continue }
        let labels = Labels([("resource", resource.rawValue), ("kind", kind)])
        readings.append(Reading(MetricCatalog.hostPressure, labels, memory.raise(labels, to: stall.totalSeconds)))
      }
    }
    guard !readings.isEmpty else { throw ProcError.unavailable(path: "\(proc.path)/pressure", errno: ENOENT) }
    return readings
  }

  private func pressure(_ resource: Pressure.Resource) throws(ProcError) -> Pressure? {
    do {
      return try Pressure(proc, resource)
    } catch .unavailable {
      return nil
    }
  }
}

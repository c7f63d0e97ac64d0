package import Procfs

/// The samplers that the agent reads at every scrape.
package enum SamplerCatalog {
  /// In the order in which they are read.
  ///
  /// - Parameter cgroup: where the cgroup file systems are mounted.
  package static func samplers(proc: ProcTrees, cgroup: ProcRoot) -> [any Sampler] {
    [
      AgentProcessSampler(proc: proc.processes), HostSampler(proc: proc.machine), PressureSampler(proc: proc.machine),
      CgroupSampler(proc: proc.processes, cgroup: cgroup),
    ]
  }
}

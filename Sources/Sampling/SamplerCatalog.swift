package import Procfs

/// The samplers that the agent reads at every scrape.
package enum SamplerCatalog {
  /// In the order in which they are read.
  ///
  /// - Parameter cgroup: where the cgroup file systems are mounted.
  package static func samplers(proc: ProcRoot, cgroup: ProcRoot) -> [any Sampler] {
    [
      AgentProcessSampler(proc: proc), HostSampler(proc: proc), PressureSampler(proc: proc),
      CgroupSampler(proc: proc, cgroup: cgroup),
    ]
  }
}

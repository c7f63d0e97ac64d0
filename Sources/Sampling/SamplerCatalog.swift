package import Procfs

/// The samplers that the agent reads at every scrape.
package enum SamplerCatalog {
  /// In the order in which they are read.
  package static func samplers(proc: ProcRoot) -> [any Sampler] {
    [AgentProcessSampler(proc: proc)]
  }
}

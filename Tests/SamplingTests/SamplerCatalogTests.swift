import CalcmonTesting
import Procfs
import Samples
import Sampling
import Testing

@Suite struct SamplerCatalogTests {
  @Test func `the samplers are known by the names of their labels`() throws {
    let machine = try Machine("kernel-6.1-cgroup-v2", 1)
    let samplers = SamplerCatalog.samplers(proc: ProcTrees(machine.proc), cgroup: machine.cgroup)
    #expect(samplers.map(\.name) == ["process", "host", "pressure", "cgroup"])
  }

  @Test(arguments: Machine.names)
  func `what a machine's samplers read has the labels of its metric, and each series once`(_ name: String) throws {
    let machine = try Machine(name, 1)
    // The fixtures have no limits and descriptors of the agent.
    let readings = try SamplerCatalog.samplers(proc: ProcTrees(machine.proc), cgroup: machine.cgroup).dropFirst().flatMap {
      sampler in
      do {
        return try sampler.read()
      } catch ProcError.unavailable {
        return []
      }
    }
    #expect(!readings.isEmpty)
    #expect(readings.allSatisfy { $0.labels.names == $0.metric.labels && $0.value >= 0 })
    #expect(Set(readings.map { "\($0.metric.name) \($0.labels)" }).count == readings.count)
  }

  @Test func `on the real machine each sampler reads, or says that it cannot`() throws {
    let samplers = SamplerCatalog.samplers(
      proc: try ProcTrees(named: ProcRoot(procfs: "/proc")), cgroup: ProcRoot(cgroupfs: "/sys/fs/cgroup"))
    for sampler in samplers {
      do {
        #expect(try !sampler.read().isEmpty)
      } catch ProcError.unavailable {}
    }
  }
}

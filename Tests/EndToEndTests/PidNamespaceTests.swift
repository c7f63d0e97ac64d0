import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// calcmon in a container: a pid namespace of its own, in which it is the process 1. Needs root.
  @Suite struct PidNamespaceTests {
    private let directory: TemporaryDirectory

    init() throws {
      directory = try TemporaryDirectory()
      try FileManager.default.createDirectory(atPath: directory.file("host"), withIntermediateDirectories: true)
    }

    /// Goes before a command that is to be the first process of a container, with the host's procfs at `host`.
    ///
    /// - Parameter mounts: what is done there first.
    private func container(_ mounts: String) -> [String] {
      let script = "\(mounts) && exec \"$@\""
      return ["unshare", "--pid", "--mount", "--fork", "--kill-child", "--propagation", "private", "sh", "-c", script, "sh"]
    }

    private var ownAndHosts: String { "mount --bind /proc '\(directory.file("host"))' && mount -t proc proc /proc" }

    private func run(_ container: [String], _ arguments: [String]) async throws -> Tool.Result {
      let command =
        container + [BuiltBinary.path, "run", "mixed", "--strategy", "hybrid", "--runtime", "swift", "--items", "400"]
      return try await Tool.run(command[0], command.dropFirst() + arguments, directory: directory.path)
    }

    private func memoryPeak(_ result: Tool.Result) throws -> Double {
      let line = try #require(result.output.split(separator: "\n").last)
      let table = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let run = try #require((table["runs"] as? [[String: Any]])?.first)
      return try #require(run["memory_peak_bytes"] as? Double)
    }

    @Test func `With the host's procfs the figures of a run are those of the run`() async throws {
      let container = container(ownAndHosts)
      let own = try await run(container, ["--format", "json"])
      let hosts = try await run(container, ["--format", "json", "--path.procfs", "host"])
      #expect(own.errors == "" && hosts.errors == "")
      // Strangers, or none, would have some other figure.
      let (expected, found) = (try memoryPeak(own), try memoryPeak(hosts))
      #expect(found > expected * 0.7 && found < expected * 1.4, "\(found) against \(expected)")
    }

    @Test(arguments: [[], ["--path.procfs", "host"]])
    func `Without a procfs of its own the figures are missing, and the first line says why`(_ flags: [String]) async throws {
      let result = try await run(container("mount --bind /proc '\(directory.file("host"))'"), flags)
      let reason = "/proc: is not the procfs of this pid namespace: this process is "
      #expect(
        result.errors.hasPrefix("calcmon: the memory of runs and what quotas take from them cannot be read: \(reason)"),
        "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(result.output.contains("figures are missing, since process_tree could not be read: \(reason)"))
      #expect(result.output.contains("hybrid    swift"))
    }

    @Test func `Without any procfs, what starts no run is done all the same`() async throws {
      let command = container("mount -t tmpfs none /proc") + [BuiltBinary.path, "simulate", "--tasks", "80"]
      let result = try await Tool.run(command[0], Array(command.dropFirst()), directory: directory.path)
      #expect(result.output.hasPrefix("Predicted, nothing was run: 80 items"), "\(result.errors)")
      let refused = try await run(container("mount -t tmpfs none /proc"), [])
      #expect(refused.errors.hasPrefix("calcmon: /proc: not a procfs: it has no readable file 'stat'"), "\(refused.errors)")
    }

    @Test func `The agent tells of itself and of its runs, and takes the machine from the host's procfs`() async throws {
      let agent = try await AgentProcess.calm(
        options: ["--path.procfs", directory.file("host")], through: container(ownAndHosts))
      try await agent.waitForLog("a run ended", count: 1)
      try await agent.waitForLog("processes=/proc", count: 1)
      for family in ["calcmon_last_run_memory_peak_bytes", "process_resident_memory_bytes"] {
        let value = try await agent.get("/metrics").body.split(separator: "\n").first { $0.hasPrefix(family) }
        #expect(try #require(value.flatMap { $0.split(separator: " ").last.flatMap { Double($0) } }) > 1e6, "\(family)")
      }
      for sampler in ["process", "process_tree", "run_host", "host"] {
        #expect(try await agent.value("calcmon_sampler_success{sampler=\"\(sampler)\"}") == 1, "\(sampler)")
      }
      _ = try await agent.stop(SIGKILL)
    }
  }
}

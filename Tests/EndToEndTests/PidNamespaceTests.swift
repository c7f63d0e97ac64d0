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

    /// Goes before a command that is to be the first process of a container.
    ///
    /// - Parameter mounts: what is done there first.
    private func container(_ mounts: String) -> [String] {
      let script = "\(mounts) && exec \"$@\""
      return ["unshare", "--pid", "--mount", "--fork", "--kill-child", "--propagation", "private", "sh", "-c", script, "sh"]
    }

    /// One in another: the outer one is the host.
    private var containerOnHost: [String] {
      container("mount -t proc proc /proc && mount --bind /proc '\(directory.file("host"))'")
        + container("mount -t proc proc /proc")
    }

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
      let container = containerOnHost
      let own = try await run(container, ["--format", "json"])
      let hosts = try await run(container, ["--format", "json", "--path.procfs", "host"])
      #expect(own.errors == "" && hosts.errors == "")
      // The process that has the run's number on the host is another one, or none: calcmon itself with all its children.
      let (expected, found) = (try memoryPeak(own), try memoryPeak(hosts))
      #expect(found > expected * 0.7 && found < expected * 1.4, "\(found) against \(expected)")
    }

    @Test(arguments: [[], ["--path.procfs", "host"]])
    func `Without a procfs of its own nothing is started, and the reason says what to do`(_ flags: [String]) async throws {
      let result = try await run(container("mount --bind /proc '\(directory.file("host"))'"), flags)
      #expect(result.status == 2)
      #expect(result.output == "")
      #expect(
        result.errors.hasPrefix("calcmon: /proc: not the procfs of this pid namespace: this process is ")
          && result.errors.hasSuffix("; mount it there, as by 'mount -t proc proc /proc' or 'unshare --mount-proc'\n")
          && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    }

    @Test func `Without any procfs the reason is that, and not the command line`() async throws {
      let result = try await run(container("mount -t tmpfs none /proc"), [])
      #expect(result.status == 2)
      #expect(
        result.errors
          == "calcmon: there is no procfs at /proc, where a program finds its own arguments; mount one, as by 'mount -t proc proc /proc'\n"
      )
    }

    @Test func `The agent tells of itself and of its runs, and takes the machine from the host's procfs`() async throws {
      let agent = try await AgentProcess.calm(
        options: ["--path.procfs", directory.file("host")], through: containerOnHost)
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

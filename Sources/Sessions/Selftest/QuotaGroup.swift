import Glibc
import Procfs
import Scheduling

/// A control group of its own with a CPU quota, in cgroup v1 or v2. Making one needs the right to write to the cgroup file system.
struct QuotaGroup: Sendable {
  private static let periodMicroseconds = 100_000

  private let path: String

  /// - Throws: `QuotaGroupError` where there is no CPU controller that this user may use.
  init(_ cgroup: ProcRoot, cores: Double) throws {
    let name = "calcmon-selftest-\(getpid())"
    let quota = Int(cores * Double(QuotaGroup.periodMicroseconds))
    guard let hierarchy = try QuotaGroup.hierarchy(cgroup) else {
      throw QuotaGroupError(reason: "there is no cgroup controller 'cpu'")
    }
    path = "\(hierarchy.path)/\(name)"
    guard mkdir(path, 0o755) == 0 else { throw QuotaGroupError(path: path, errno: errno) }
    do {
      if hierarchy.isV2 {
        try write("\(quota) \(QuotaGroup.periodMicroseconds)", to: "cpu.max")
      } else {
        try write("\(QuotaGroup.periodMicroseconds)", to: "cpu.cfs_period_us")
        try write("\(quota)", to: "cpu.cfs_quota_us")
      }
    } catch {
      rmdir(path)
      throw error
    }
  }

  private static func hierarchy(_ cgroup: ProcRoot) throws -> (path: String, isV2: Bool)? {
    for mount in ["cpu", "cpu,cpuacct"] where (try? cgroup.list(mount)) != nil { return ("\(cgroup.path)/\(mount)", false) }
    let enabled = (try? cgroup.read("cgroup.subtree_control"))?.split(whereSeparator: \.isWhitespace) ?? []
    return enabled.contains("cpu") ? (cgroup.path, true) : nil
  }

  /// Moves a process, with all its threads, into it.
  func add(_ pid: pid_t) throws { try write("\(pid)", to: "cgroup.procs") }

  /// Removes it, as soon as its last process is gone.
  func remove(_ time: any TimeSource) async {
    for _ in 0..<100 where rmdir(path) != 0 {
      // This task is cancelled when the run has ended.
      await uncancelled { try? await time.sleep(until: time.uptime + .milliseconds(20)) }
    }
  }

  private func write(_ text: String, to file: String) throws {
    let descriptor = open("\(path)/\(file)", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw QuotaGroupError(path: "\(path)/\(file)", errno: errno) }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else {
      throw QuotaGroupError(path: "\(path)/\(file)", errno: errno)
    }
  }
}

/// Why there is no group.
struct QuotaGroupError: Error, CustomStringConvertible {
  let reason: String

  init(reason: String) { self.reason = reason }

  init(path: String, errno: Int32) { reason = "\(path): \(String(cString: strerror(errno)))" }

  var description: String { reason }
}

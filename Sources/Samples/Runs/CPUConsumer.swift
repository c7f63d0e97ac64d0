/// A systemd unit, a container, or a program by its name, with the CPU time that it has used while a run worked.
package struct CPUConsumer: Codable, Hashable, Sendable {
  /// As a person knows it: `backup.service`, `docker-4f2a90c1d7e3`, `prometheus`. It holds no control characters.
  package let name: String
  /// CPU time of all its processes, of those that have ended as well.
  package let seconds: Double

  package init(name: String, seconds: Double) {
    self.name = name
    self.seconds = seconds
  }
}

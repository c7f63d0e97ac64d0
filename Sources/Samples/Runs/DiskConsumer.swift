/// A systemd unit, a container, or a program by its name, with what it has read from and written to disks while a run worked.
package struct DiskConsumer: Codable, Hashable, Sendable {
  /// As a person knows it. It holds no control characters.
  package let name: String
  /// Of all its processes, on all disks.
  package let bytes: Double

  package init(name: String, bytes: Double) {
    self.name = name
    self.bytes = bytes
  }
}

/// The machine on which something was measured.
package struct HostMachine: Hashable, Sendable {
  /// As `uname -n` says it.
  package var name: String
  /// As `uname -sr` says it: `Linux 6.1.0-18-amd64`.
  package var kernel: String
  /// The processors' model; `nil` if the kernel does not tell.
  package var cpu: String?
  /// Available to runs.
  package var cores: Double

  /// Joins the parts.
  package init(name: String, kernel: String, cpu: String?, cores: Double) {
    self.name = name
    self.kernel = kernel
    self.cpu = cpu
    self.cores = cores
  }
}

package import Samples

/// So much of one of calcmon's own computations: what a CPU step of the runtime `swift` does.
package struct KernelWork: Hashable, Sendable {
  /// What is computed.
  package let kernel: Kernel
  /// How much of it.
  package let operations: UInt64

  package init(kernel: Kernel, operations: UInt64) {
    self.kernel = kernel
    self.operations = operations
  }
}

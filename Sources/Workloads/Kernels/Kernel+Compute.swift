package import Samples

extension Kernel {
  /// Does the work.
  package func compute(seed: UInt64, operations: UInt64) -> UInt64 {
    switch self {
    case .integer: IntegerKernel.compute(seed: seed, operations: operations)
    case .floating: FloatingKernel.compute(seed: seed, operations: operations)
    case .memory: MemoryKernel.compute(seed: seed, operations: operations)
    case .hashing: HashingKernel.compute(operations: operations)
    }
  }

  /// Whether `compute` gave the right result, without doing the work again.
  package func accepts(_ result: UInt64, seed: UInt64, operations: UInt64) -> Bool {
    switch self {
    case .integer: result == IntegerKernel.expected(seed: seed, operations: operations)
    case .floating: FloatingKernel.accepts(result, seed: seed, operations: operations)
    case .memory: result == MemoryKernel.expected(seed: seed, operations: operations)
    case .hashing: result == HashingKernel.expected(operations: operations)
    }
  }

  /// Does beforehand what the first use would have to do: builds the table, finds the result to compare with.
  package func prepare(operations: UInt64) {
    switch self {
    case .integer, .floating: break
    case .memory: MemoryKernel.prepare()
    case .hashing: _ = HashingKernel.expected(operations: operations)
    }
  }
}

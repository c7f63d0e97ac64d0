/// `/proc/meminfo`: the memory of the machine, in bytes.
///
/// Source: `man 5 proc_meminfo`. In a container it is that of the host, unless something is mounted over it.
package struct MemoryInfo: Equatable, Sendable {
  /// All that the kernel can use.
  package let totalBytes: UInt64
  /// Used for nothing at all: on a healthy machine close to none.
  package let freeBytes: UInt64
  /// What new programs could get without swapping, as the kernel guesses; `nil` before Linux 3.14.
  package let availableBytes: UInt64?
  /// Cache of raw blocks.
  package let buffersBytes: UInt64
  /// Cache of files. Shared memory is in it, which is not given back like a cache.
  package let cachedBytes: UInt64
  /// All swap space; 0 where there is none.
  package let swapTotalBytes: UInt64
  /// Unused swap space.
  package let swapFreeBytes: UInt64

  /// Reads `/proc/meminfo`.
  package init(_ root: ProcRoot) throws(ProcError) {
    try self.init(parsing: root.read("meminfo"), path: "\(root.path)/meminfo")
  }

  /// Takes the text apart.
  package init(parsing text: String, path: String) throws(ProcError) {
    let values = NamedValues(parsing: text, separator: .colon, path: path)
    totalBytes = try values.bytes("MemTotal")
    freeBytes = try values.bytes("MemFree")
    availableBytes = try values.bytesIfPresent("MemAvailable")
    buffersBytes = try values.bytes("Buffers")
    cachedBytes = try values.bytes("Cached")
    swapTotalBytes = try values.bytes("SwapTotal")
    swapFreeBytes = try values.bytes("SwapFree")
  }
}

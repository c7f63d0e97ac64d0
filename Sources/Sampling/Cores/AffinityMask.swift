import CLinux
import Glibc
package import Procfs

/// The processors that the kernel schedules a thread on.
///
/// Source: `man 2 sched_getaffinity`. Unlike `Cpus_allowed_list`, which may name every processor that the kernel could have, this mask has
/// those alone that are there and active. Children inherit that of the thread that starts them.
package enum AffinityMask {
  /// Copies the mask into a buffer: 0, or the errno.
  package typealias Call = (UnsafeMutableRawBufferPointer) -> Int32

  /// As much as the mask of a kernel for 1024 processors takes.
  private static let leastBytes = 128
  /// As much as the mask for 1048576 processors takes: no kernel can be built for as many.
  private static let mostBytes = 1 << 17

  /// The mask of the calling thread; `nil` if the kernel does not tell.
  ///
  /// - Parameter call: is asked again with a larger buffer as long as it answers EINVAL, which says that the mask is longer.
  package static func read(_ call: Call = callingThread) -> CPUList? {
    var bytes = leastBytes
    while bytes <= mostBytes {
      var error: Int32 = 0
      let mask = [UInt8](unsafeUninitializedCapacity: bytes) { buffer, count in
        buffer.initialize(repeating: 0)
        count = bytes
        error = call(UnsafeMutableRawBufferPointer(buffer))
      }
      if error == 0 { return list(mask) }
      if error != EINVAL { return nil }
      bytes *= 2
    }
    return nil
  }

  /// Of the thread that asks.
  package static func callingThread(_ buffer: UnsafeMutableRawBufferPointer) -> Int32 {
    guard let base = buffer.baseAddress else { return EINVAL }
    return calcmon_affinity(base, buffer.count)
  }

  /// The mask is one of words; their bytes ascend on all machines that Swift supports. None at all is no mask.
  private static func list(_ mask: [UInt8]) -> CPUList? {
    let processors = mask.indices.lazy.flatMap { index in
      (0..<8).lazy.filter { mask[index] & 1 << $0 != 0 }.map { index * 8 + $0 }
    }
    let list = CPUList(processors)
    return list.count > 0 ? list : nil
  }
}

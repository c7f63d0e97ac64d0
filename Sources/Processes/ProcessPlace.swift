import CLinux
import Glibc

/// The processors of a child, and how far it gives way to others. What it starts inherits both.
package struct ProcessPlace: Hashable, Sendable {
  /// The processors that it may use, by number; `nil`: those of this process.
  package var processors: [Int]?
  /// How far it gives way; `nil`: as far as this process.
  package var way: GivingWay?

  package init(processors: [Int]? = nil, way: GivingWay? = nil) {
    self.processors = processors
    self.way = way
  }

  /// Like this process.
  package static let inherited = ProcessPlace()

  /// Finds out whether children can be put there: what the kernel refuses, and why; `nil` if nothing.
  package var refusal: PlaceRefusal? {
    let failure = withPlace { calcmon_try_place($0) }
    return failure.call.map { PlaceRefusal(call: String(cString: $0), errno: failure.error) }
  }

  /// Calls a body with the place as the kernel is told it.
  func withPlace<Result>(_ body: (UnsafePointer<calcmon_place>) -> Result) -> Result {
    mask.withUnsafeBytes { mask in
      var place = calcmon_place(processors: mask.baseAddress, bytes: mask.count, way: way?.number ?? 0)
      return body(&place)
    }
  }

  /// One bit a processor, in whole words as the kernel wants them; empty if there is no list.
  private var mask: [UInt8] {
    guard let processors, let last = processors.max() else { return [] }
    var mask = [UInt8](repeating: 0, count: (last / 64 + 1) * 8)
    for processor in processors where processor >= 0 { mask[processor / 8] |= 1 << (processor % 8) }
    return mask
  }
}

/// The kernel, or a filter of system calls, does not let children be put somewhere.
package struct PlaceRefusal: Error, Equatable, CustomStringConvertible {
  /// The system call.
  package let call: String
  /// Its reason.
  package let errno: Int32

  package init(call: String, errno: Int32) {
    self.call = call
    self.errno = errno
  }

  package var description: String { "\(call): \(String(cString: strerror(errno)))" }
}

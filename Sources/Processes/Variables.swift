import Glibc

/// The environment of a program that is started, as the kernel takes it.
enum Variables {
  /// What of this environment is not replaced, as it is: what is not UTF-8 in it is for the program to read.
  static func inherited(without names: Set<String>) -> [UnsafeMutablePointer<CChar>?] {
    var kept: [UnsafeMutablePointer<CChar>?] = []
    var next = environ
    while let entry = next.pointee {
      let name = String(
        decoding: UnsafeBufferPointer(start: entry, count: strcspn(entry, "=")).map(UInt8.init(bitPattern:)), as: UTF8.self)
      if !names.contains(name) { kept.append(entry) }
      next = next.advanced(by: 1)
    }
    return kept
  }

  /// Variables that are set, each to be freed.
  static func copies(_ variables: [String: [UInt8]]) -> [UnsafeMutablePointer<CChar>?] {
    variables.map { name, value in
      (Array("\(name)=".utf8) + value + [0]).withUnsafeBufferPointer {
        $0.withMemoryRebound(to: CChar.self) { $0.baseAddress.flatMap { strdup($0) } }
      }
    }
  }
}

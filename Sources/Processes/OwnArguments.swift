import Glibc

/// The words that this process was started with, as they are: they need not be UTF-8.
package enum OwnArguments {
  /// The last so many of them.
  package static func last(_ count: Int) -> [[UInt8]] {
    let words = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
    return words.suffix(count).map { word in
      word.map { UnsafeRawBufferPointer(start: $0, count: strlen($0)).map { $0 } } ?? []
    }
  }
}

import CLinux
import Glibc

/// The words that a program was started with.
///
/// Swift's `CommandLine.arguments` is read from procfs, and is empty if none is mounted; and it mends what is not UTF-8, and would have another file looked up, or made, than the one that was named.
package enum CommandArguments {
  /// The words after the program's name.
  ///
  /// - Throws: `ArgumentError` for the first that is not UTF-8.
  package static func checked() throws(ArgumentError) -> [String] {
    var count: Int32 = 0
    let arguments = calcmon_arguments(&count)
    let words = (0..<Int(count)).compactMap { arguments?[$0].map(bytes) }
    return try texts(words.dropFirst())
  }

  private static func bytes(_ word: UnsafeMutablePointer<CChar>) -> [UInt8] {
    word.withMemoryRebound(to: UInt8.self, capacity: 1) { Array(UnsafeBufferPointer(start: $0, count: strlen(word))) }
  }

  /// The words as text.
  ///
  /// - Throws: `ArgumentError` for the first that is not UTF-8.
  package static func texts(_ words: some Sequence<[UInt8]>) throws(ArgumentError) -> [String] {
    var texts: [String] = []
    for word in words {
      guard let text = String(validating: word, as: UTF8.self) else { throw ArgumentError(word: word, after: texts.last) }
      texts.append(text)
    }
    return texts
  }
}

/// A word that is not UTF-8.
package struct ArgumentError: Error, CustomStringConvertible {
  let word: [UInt8]
  let after: String?

  package var description: String {
    let place = after.map { $0.hasPrefix("-") ? " after \(EscapedBytes.text(Array($0.utf8)))" : "" } ?? ""
    return "the argument \(EscapedBytes.text(word))\(place) is not UTF-8; give names and paths in UTF-8"
  }
}

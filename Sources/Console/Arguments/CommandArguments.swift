import Glibc

/// The words that a program was started with.
///
/// Swift's `CommandLine.arguments` mends what is not UTF-8, and would have another file looked up, or made, than the one that was named.
package enum CommandArguments {
  /// The words after the program's name.
  ///
  /// - Throws: `ArgumentError` for the first that is not UTF-8.
  package static func checked() throws(ArgumentError) -> [String] {
    var words: [[UInt8]] = []
    for index in 0..<Int(CommandLine.argc) {
      guard let word = CommandLine.unsafeArgv[index] else { break }
      words.append(
        word.withMemoryRebound(to: UInt8.self, capacity: 1) { start in
          Array(UnsafeBufferPointer(start: start, count: Int(strlen(word))))
        })
    }
    return try texts(words.dropFirst())
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

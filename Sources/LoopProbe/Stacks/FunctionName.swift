/// A name as Swift's runtime makes it readable, cut down to what a reader needs: `Shop.Handler.channelRead`, `closure #1 in Shop.run`.
package struct FunctionName: Hashable, Sendable {
  /// Empty for what the compiler has made and has no name.
  package let text: String
  /// The module that it is from.
  package let module: String?

  private static let thunks = [
    "reabstraction thunk", "value witness", "outlined ", "lazy protocol witness", "type metadata", "witness table",
  ]
  /// What stands before the name of a function, and is not part of it.
  private static let prefixes = [
    "static ", "class ", "specialized ", "merged ", "@objc ", "@nonobjc ", "dispatch thunk of ", "partial apply forwarder for ",
    "partial apply for ", "curry thunk of ", "async function pointer to ", "protocol witness for ",
  ]
  private static let partialFunction = " resume partial function for "

  /// Cuts down what `swift_demangle` has made of a symbol.
  package init(demangled: String) {
    let name = FunctionName.withoutPrefixes(demangled[...])
    guard !FunctionName.thunks.contains(where: { name.hasPrefix($0) }) else {
      (text, module) = ("", nil)
      return
    }
    if let witness = FunctionName.witness(name) {
      (text, module) = witness
      return
    }
    let pieces = FunctionName.pieces(name)
    let function = FunctionName.plain(pieces.last ?? name)
    let inner = pieces.dropLast().map { FunctionName.closure($0) }
    text = FunctionName.short((inner + [function]).joined(separator: " in "))
    module = String(function.prefix { $0 != "." })
  }

  private static func withoutPrefixes(_ whole: Substring) -> Substring {
    var name = whole
    if name.hasPrefix("("), let partial = range(of: partialFunction, in: name) { name = name[partial.upperBound...] }
    while true {
      if let prefix = prefixes.first(where: { name.hasPrefix($0) }) {
        name = name.dropFirst(prefix.count)
      } else if let start = range(of: "pecialization <", in: name), !name[..<start.lowerBound].contains("."),
        let end = range(of: "> of ", in: name[start.upperBound...])
      {
        name = name[end.upperBound...]
      } else {
        return name
      }
    }
  }

  /// `A.P.f() in conformance A.B : A.P in A` is B's `f`, whose body the compiler may have put there.
  private static func witness(_ name: Substring) -> (String, String?)? {
    guard let conformance = range(of: " in conformance ", in: name) else { return nil }
    let function = plain(name[..<conformance.lowerBound])
    let type = plain(name[conformance.upperBound...])
    let method = function.split(separator: ".").last.map(String.init) ?? function
    return (short("\(type).\(method)"), String(type.prefix { $0 != "." }))
  }

  /// What is in what: split at ` in ` outside of parentheses.
  private static func pieces(_ name: Substring) -> [Substring] {
    var pieces: [Substring] = []
    var (start, depth, previous) = (name.startIndex, 0, Character(" "))
    for index in name.indices {
      let character = name[index]
      if "(<[".contains(character) { depth += 1 }
      if ")]".contains(character) || character == ">" && previous != "-" { depth -= 1 }
      previous = character
      guard depth <= 0, name[index...].hasPrefix(" in ") else { continue }
      pieces.append(name[start..<index])
      start = name.index(index, offsetBy: 4)
    }
    return pieces + [name[start...]]
  }

  /// `closure #1 @Sendable () -> ()` without its type.
  private static func closure(_ piece: Substring) -> String {
    let words = piece.split(separator: " ")
    guard let number = words.firstIndex(where: { $0.hasPrefix("#") }) else { return plain(piece) }
    return words[...number].joined(separator: " ")
  }

  /// Without arguments, types, and what follows them.
  private static func plain(_ piece: Substring) -> String {
    var rest = piece
    var result = ""
    if rest.hasPrefix("(extension in "), let end = rest.firstIndex(of: ")") {
      // What a module adds to another's type is its own.
      result = String(rest[rest.index(rest.startIndex, offsetBy: 14)..<end])
      rest = rest[end...].drop { $0 != "." }
    }
    while let character = rest.first {
      if "(<".contains(character), let group = group(rest) {
        if character == "(", let hidden = range(of: " in _", in: group) { result += group[..<hidden.lowerBound].dropFirst() }
        rest = rest.dropFirst(group.count)
      } else if character == " ", !rest.dropFirst().hasPrefix("infix"), !rest.dropFirst().hasPrefix("prefix") {
        break
      } else {
        result.append(character)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// What is in parentheses or angles at the begin, with them; `nil` if they are not closed, as in an operator's name.
  private static func group(_ text: Substring) -> Substring? {
    var (depth, previous) = (0, Character(" "))
    for index in text.indices {
      let character = text[index]
      if "(<[".contains(character) { depth += 1 }
      if ")]".contains(character) || character == ">" && previous != "-" { depth -= 1 }
      if depth == 0 { return text[...index] }
      previous = character
    }
    return nil
  }

  private static func range(of word: String, in text: Substring) -> Range<Substring.Index>? {
    text.indices.lazy.first { text[$0...].hasPrefix(word) }.map { $0..<text.index($0, offsetBy: word.count) }
  }

  /// Of a long name, the end says most.
  static func short(_ text: String, limit: Int = 120) -> String {
    text.count <= limit ? text : "…" + text.suffix(limit - 1)
  }
}

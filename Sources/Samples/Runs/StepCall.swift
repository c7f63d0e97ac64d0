/// A function of the user's own that a step calls, as text: `python:package.module:function`, or `swift:name` of those that a child registers.
package enum StepCall: Hashable, Sendable {
  /// A function or coroutine function of a Python module, by its dotted names.
  case python(module: String, function: String)
  /// A step that an executable built with `CalcmonWorkload` knows by this name.
  case swift(name: String)

  /// Why a text names no function: the rest of a sentence that begins with the text.
  package struct Problem: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  /// Reads `python:package.module:function`, the same without `python:`, or `swift:name`.
  package init(_ text: String) throws(Problem) {
    if text.hasPrefix("swift:") {
      let name = String(text.dropFirst("swift:".count))
      guard Self.isName(name, dotted: false) else { throw Problem(description: "names no step, as in swift:resize") }
      self = .swift(name: name)
      return
    }
    let rest = text.hasPrefix("python:") ? text.dropFirst("python:".count) : text[...]
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, Self.isName(parts[0], dotted: true), Self.isName(parts[1], dotted: true) else {
      throw Problem(description: "names no function, as in python:package.module:function")
    }
    self = .python(module: parts[0], function: parts[1])
  }

  /// Whether it can be a name in Python; dotted: several of them.
  private static func isName(_ text: String, dotted: Bool) -> Bool {
    let parts = dotted ? text.split(separator: ".", omittingEmptySubsequences: false) : [text[...]]
    return text.utf8.count <= 255
      && parts.allSatisfy { part in
        guard let first = part.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
        return part.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
      }
  }

  /// The runtime that can call it.
  package var runtime: Runtime {
    switch self {
    case .python: .asyncio
    case .swift: .swift
    }
  }
}

extension StepCall: CustomStringConvertible {
  package var description: String {
    switch self {
    case .python(let module, let function): "python:\(module):\(function)"
    case .swift(let name): "swift:\(name)"
    }
  }
}

extension StepCall: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do {
      self = try StepCall(text)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' \(error)")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

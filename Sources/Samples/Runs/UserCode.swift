/// Where the functions are that steps call, and what they get.
package struct UserCode: Hashable, Sendable {
  /// Where the arguments of the items come from.
  package enum Items: Hashable, Sendable {
    /// A function of no arguments that returns something to iterate over, such as a generator.
    case call(StepCall)
    /// A file of JSON lines, each the argument of an item.
    case file(String)
  }

  /// An interpreter, or the folder of a virtual environment; `nil`: the one of the agent or command.
  package var python: String?
  /// Folders that modules are looked for in before all others.
  package var path: [String] = []
  /// What is added to the environment. It may hold secrets: neither an order nor the history has it.
  package var environment: [String: String] = [:]
  /// One argument an item, begun anew when they are at an end; `nil`: an item's number, or nothing if the function takes nothing.
  package var items: Items?
  /// An executable that knows the steps of the runtime `swift`.
  package var child: String?

  /// Nothing is given.
  package init() {}
}

extension UserCode: Codable {
  private enum Key: String, CodingKey {
    case python, path, child
    case itemsFrom = "items_from"
    case itemsFile = "items_file"
    // What a decoder that converts keys from snake_case has made of the two.
    case convertedItemsFrom = "itemsFrom"
    case convertedItemsFile = "itemsFile"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    python = try container.decodeIfPresent(String.self, forKey: .python)
    path = try container.decodeIfPresent([String].self, forKey: .path) ?? []
    child = try container.decodeIfPresent(String.self, forKey: .child)
    let file = try container.decodeFirst(String.self, forKeys: [.itemsFile, .convertedItemsFile])
    let call = try container.decodeFirst(StepCall.self, forKeys: [.itemsFrom, .convertedItemsFrom])
    items = call.map { .call($0) } ?? file.map { .file($0) }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(python, forKey: .python)
    if !path.isEmpty { try container.encode(path, forKey: .path) }
    try container.encodeIfPresent(child, forKey: .child)
    switch items {
    case .call(let call): try container.encode(call, forKey: .itemsFrom)
    case .file(let file): try container.encode(file, forKey: .itemsFile)
    case nil: break
    }
  }
}

extension KeyedDecodingContainer {
  /// The value of the first of some keys that is there.
  fileprivate func decodeFirst<Value: Decodable>(_ type: Value.Type, forKeys keys: [Key]) throws -> Value? {
    for key in keys {
      if let value = try decodeIfPresent(type, forKey: key) { return value }
    }
    return nil
  }
}

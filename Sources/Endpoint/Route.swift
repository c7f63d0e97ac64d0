import NIOHTTP1

/// Where a path leads. There are no files behind paths: what is not one of these is a page that says so.
enum Route: Hashable {
  case metrics
  case healthy
  case ready
  case reload
  case events
  case asset(String)
  case api([String])
  case page([String])
  /// The address is one that nothing can have: it is not text, or wants to climb out.
  case impossible

  /// - Parameter path: from the first slash on, without the query, the route prefix taken off.
  init(path: some StringProtocol) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).map { PercentCoding.decoded(String($0)) }
    let names = parts.compactMap(\.self)
    guard names.count == parts.count, !names.contains(where: Route.isImpossible) else {
      self = .impossible
      return
    }
    switch names {
    case ["metrics"]: self = .metrics
    case ["-", "healthy"]: self = .healthy
    case ["-", "ready"]: self = .ready
    case ["-", "reload"]: self = .reload
    case ["events"]: self = .events
    case let names where names.count == 2 && names[0] == "assets": self = .asset(names[1])
    case let names where names.starts(with: ["api", "v1"]): self = .api(Array(names.dropFirst(2)))
    default: self = .page(names)
    }
  }

  /// What it answers.
  var methods: [HTTPMethod] {
    switch self {
    case .reload: [.POST, .PUT]
    case .metrics, .healthy, .ready, .events, .asset, .api, .page, .impossible: [.GET, .HEAD]
    }
  }

  private static func isImpossible(_ name: String) -> Bool {
    name == "." || name == ".." || name.unicodeScalars.contains { $0.value < 0x20 || $0 == "/" || $0 == "\\" || $0.value == 0x7f }
  }
}

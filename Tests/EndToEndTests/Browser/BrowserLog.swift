import Foundation

/// A request of a page, with how it ended.
struct BrowserRequest: Hashable {
  let url: String
  /// Of HTTP; `nil` while there is no answer.
  var status: Int?
  /// Why there is no answer, or no whole one.
  var failure: String?
}

/// What the browser has noted since the tab was opened.
struct BrowserLog {
  /// Errors of scripts, and what the browser complains of: resources that do not load, violations of the content security policy.
  fileprivate(set) var errors: [String] = []
  /// In the order in which they were made, by their number.
  fileprivate var requests: [(id: String, request: BrowserRequest)] = []

  fileprivate mutating func note(_ event: NetworkEvent) {
    let parameters = event.params
    guard let id = parameters.requestId else { return }
    // Pages of the browser itself, and data in a page, do not come over the network.
    if event.method == "Network.requestWillBeSent", let url = parameters.request?.url,
      url.hasPrefix("http") || url.hasPrefix("ws")
    {
      requests.append((id, BrowserRequest(url: url)))
    }
    guard let index = requests.lastIndex(where: { $0.id == id }) else { return }
    if event.method == "Network.responseReceived" { requests[index].request.status = parameters.response?.status }
    // What is called off, as a stream is by whoever leaves its page, is no failure.
    if event.method == "Network.loadingFailed", parameters.canceled != true {
      requests[index].request.failure = parameters.blockedReason ?? parameters.errorText
    }
  }
}

private struct NetworkEvent: Decodable {
  struct Parameters: Decodable {
    struct Request: Decodable { let url: String }
    struct Response: Decodable { let status: Int }

    let requestId: String?
    let request: Request?
    let response: Response?
    let errorText: String?
    let blockedReason: String?
    let canceled: Bool?
  }

  let method: String
  let params: Parameters
}

extension Browser {
  /// Since the tab was opened.
  func consoleErrors() async throws -> [String] {
    for entry in try await entries("browser") where entry.level == "SEVERE" || entry.source == "security" {
      log.errors.append(entry.message)
    }
    return log.errors
  }

  /// All requests of pages since the tab was opened.
  func requests() async throws -> [BrowserRequest] {
    struct Wrapped: Decodable { let message: NetworkEvent }
    for entry in try await entries("performance") {
      log.note(try JSONDecoder().decode(Wrapped.self, from: Data(entry.message.utf8)).message)
    }
    return log.requests.map(\.request)
  }

  /// Those that were not answered, or with an error.
  func failedRequests() async throws -> [BrowserRequest] {
    try await requests().filter { $0.failure != nil || $0.status ?? 200 >= 400 }
  }

  /// Has what was noted before not be told any more.
  func forgetEntries() async throws {
    for kind in ["browser", "performance"] { _ = try await entries(kind) }
  }

  private struct Entry: Decodable { let level: String, message: String, source: String? }

  private func entries(_ kind: String) async throws -> [Entry] { try await session.post("se/log", ["type": kind]) }
}

package import HTTPServer

/// How the endpoint serves.
package struct EndpointOptions: Sendable {
  /// What all paths begin with: `/calcmon`, or nothing.
  package var routePrefix = ""
  /// Names and addresses by which this host may be asked for on loopback, beside those of loopback itself and the host's own name; without
  /// ports.
  package var hosts: Set<String> = []
  /// Where people find the pages, as behind a proxy that asks by another name: forms of such a page may post here.
  package var externalURL: String?
  /// Whether `/-/reload` is there.
  package var allowsReload = false
  /// Checks the header `Authorization`; `nil`: everybody may read.
  package var authorize: (@Sendable (_ authorization: String?) async -> Authorization)?
  /// Headers of every answer, beside the endpoint's own.
  package var headers: @Sendable () -> [(name: String, value: String)] = { [] }
  /// Told the status of each response.
  package var responded: @Sendable (_ status: Int) -> Void = { _ in }
  /// Told what becomes of connections, from any thread; must be quick.
  package var connection: @Sendable (ServerEvent) -> Void = { _ in }
  /// At most so many requests are answered at once from the history, and so many listen to events; others are told to come again.
  package var maxConcurrentPages = 16

  /// Everybody may read, and nothing be reloaded.
  package init() {}
}

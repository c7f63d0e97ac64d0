package import Exposition

/// What the endpoint serves. Nothing here waits for a run; `page` and `api` may wait for the history, and are called off the event loops.
package struct EndpointContent: Sendable {
  /// What is between `?` and `#`: names and values, decoded, in their order.
  package typealias Query = [(name: String, value: String)]

  /// The exposition, compressed by gzip where that is asked for.
  package let metrics: @Sendable (ExpositionFormat, _ gzip: Bool) -> [UInt8]
  /// Whether there is something to judge by.
  package let readiness: @Sendable () -> Readiness
  /// A page, by its path's components; one that says that there is none, where there is none. A query that cannot be decoded is `nil`.
  package let page: @Sendable (_ path: [String], Query?) async -> Document
  /// An answer of the API, by what stands behind `/api/v1/`; a query as above.
  package let api: @Sendable (_ path: [String], Query?) async -> Document
  /// A file that pages refer to, by its name; `nil` where there is none.
  package let asset: @Sendable (_ name: String) -> Document?
  /// An event for each change of what the pages show, one line of JSON each, as long as somebody listens.
  package let events: @Sendable () -> AsyncStream<String>
  /// Reads the configuration anew.
  package let reload: @Sendable () async -> ReloadOutcome

  /// Each closure is called anew at every request that needs it.
  package init(
    metrics: @escaping @Sendable (ExpositionFormat, _ gzip: Bool) -> [UInt8], readiness: @escaping @Sendable () -> Readiness,
    page: @escaping @Sendable (_ path: [String], Query?) async -> Document,
    api: @escaping @Sendable (_ path: [String], Query?) async -> Document,
    asset: @escaping @Sendable (_ name: String) -> Document?,
    events: @escaping @Sendable () -> AsyncStream<String>,
    reload: @escaping @Sendable () async -> ReloadOutcome
  ) {
    self.metrics = metrics
    self.readiness = readiness
    self.page = page
    self.api = api
    self.asset = asset
    self.events = events
    self.reload = reload
  }
}

/// Whether the agent has something to say.
package enum Readiness: Sendable, Equatable {
  case ready
  /// Why not: the rest of a sentence.
  case notReady(String)
}

/// What became of reading the configuration anew.
package enum ReloadOutcome: Sendable, Equatable {
  case done
  /// The old one goes on; what is wrong with the new one, a line each.
  case refused(String)
  /// There is no file to be read.
  case nothingToRead
}

/// Whether a request's credentials are those of a user.
package enum Authorization: Sendable, Equatable {
  case allowed
  case denied
  /// Too many are being checked already.
  case busy
  /// More requests come than the configuration allows.
  case limited
}

package import Samples
package import Storage

/// There is no such alert, or several.
package enum AlertNotFound: Error, Hashable, CustomStringConvertible {
  case none(String)
  case ambiguous(String, [String])

  private static let most = 10

  package var description: String {
    switch self {
    case .none(let id): "there is no alert '\(id)'"
    case .ambiguous(let id, let ids): "'\(id)' is the beginning of several: \(ids.prefix(Self.most).joined(separator: ", "))"
    }
  }
}

extension AlertEvidence {
  /// Of the one alert whose id begins so.
  ///
  /// - Throws: `AlertNotFound`; what SQLite says.
  package init(idPrefix id: String, _ reader: HistoryReader, at now: Timestamp) throws {
    switch try reader.alertEpisode(idPrefix: id.lowercased()) {
    case .one(let episode): try self.init(episode, reader, at: now)
    case .none: throw AlertNotFound.none(id)
    case .ambiguous(let ids): throw AlertNotFound.ambiguous(id, ids)
    }
  }
}

package import Samples

/// Applications that have gone for good.
extension Watch {
  /// For so long after its last process has left an application is waited for, in milliseconds.
  package static let appPatience = AppPresence.patience

  /// An application is known no more: what its intervals have shown goes with it, and so do alerts on its targets. It is told, and
  /// never concluded from time alone: of one that is there and has no interval the alerts end for lack of data.
  package mutating func appForgotten(_ app: String, at instant: Timestamp) -> [AlertChange] {
    let changes = advance(to: instant)
    guard apps.removeValue(forKey: app) != nil else { return changes }
    revision += 1
    let names = AlertName.allCases.filter { $0.mayBeOfApp && $0 != .appDown && $0 != .appStanding }
    let ended = names.flatMap {
      book.forget(AlertSubject($0, app: app), "The application has gone, and is not waited for any more.", at: now)
    }
    return changes + ended + evaluateHost()
  }
}

import Samples

extension Alert {
  /// The annotations as they are to be read now: those of the last breach, whose description says so if it is over, or not known to go on.
  package var currentAnnotations: [String: String] {
    guard let description = annotations["description"], let news else { return annotations }
    return annotations.merging(["description": "\(news) \(description)"]) { $1 }
  }

  /// What has become of it since it was last breached; `nil`: it still is.
  private var news: String? {
    if state == .inactive { return resolvedAt.map { "This is over since \($0.iso8601)." } }
    if let keepSince {
      return "The breach is over since \(keepSince.iso8601); the alert goes on for a while (keep_firing_for). Before that:"
    }
    let what = subject.app == nil ? "runs" : "intervals"
    return unknownSince.map { "Since \($0.iso8601) there are too few \(what) to judge by. Before that:" }
  }
}

extension HostUse {
  /// `Others used 1.6 of 2 cores: backup.service 1.1, prometheus 0.3.`
  package var othersText: String {
    guard let used = othersProcessors else { return "The kernel does not tell what others used." }
    let all = processors.rounded()
    let amount = "Others used \(tenths(used)) of \(Digits.text(all)) \(Plural.word(all, "core"))"
    let named = consumers.map { (name: $0.name, cores: seconds > 0 ? $0.seconds / seconds : 0) }.filter { $0.cores >= 0.05 }
      .map { "\($0.name) \(tenths($0.cores))" }
    let who = named.isEmpty ? "" : ": \(named.joined(separator: ", "))"
    return "\(amount)\(who).\(hiddenReason.map { " \($0.text)" } ?? "")"
  }

  private func tenths(_ value: Double) -> String { Digits.text((value * 10).rounded() / 10) }
}

extension HiddenConsumers {
  /// As a sentence.
  package var text: String {
    switch self {
    case .unseen:
      "Most of them cannot be seen from here: /proc does not show the processes of all users, or is that of a container."
    case .ended: "Most of them ended before they could be read."
    case .tooMany: "There are more processes than calcmon reads."
    case .denied: "Who they are is not known: this user may not ask."
    }
  }
}

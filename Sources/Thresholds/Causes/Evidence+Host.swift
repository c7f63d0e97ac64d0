import Samples

extension Evidence {
  /// Joins what was around runs of several kinds: no more than `hostText` needs.
  package init(surroundingsOf parts: [Evidence]) {
    self.init()
    isOfApp = !parts.isEmpty && parts.allSatisfy(\.isOfApp)
    isOfSeveral = Set(parts.map(\.isOfApp)).count > 1
    for part in parts {
      loopSeconds += max(part.wallSeconds, part.loopSeconds)
      wallSeconds += part.wallSeconds
      waitedForOthersSeconds += part.waitedForOthersSeconds
      account = sum(account, part.account)
      host = sum(host, part.host)
    }
  }

  /// What the host kept from the runs, and who had it; `nil` if that is nothing notable.
  package var hostText: String? { HostLoss(self).notableText }
}

private func sum(_ a: RunAccount?, _ b: RunAccount?) -> RunAccount? {
  guard var sum = a, let b else { return a ?? b }
  sum.add(b)
  return sum
}

private func sum(_ a: HostUse?, _ b: HostUse?) -> HostUse? {
  guard var sum = a, let b else { return a ?? b }
  sum.add(b)
  return sum
}

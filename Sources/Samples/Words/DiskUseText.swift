extension DiskUse {
  /// `The disk sda was busy for 92 % of the time, and at least 95 % of the 1.2 GiB that it moved were others': backup.service 1.1 GiB.`
  ///
  /// - Parameter seconds: of which `busySeconds` is a part.
  package func text(of seconds: Double) -> String {
    let share = Percent.text(seconds > 0 ? min(1, busySeconds / seconds) : 0)
    let guess = isGuess ? " (the busiest of the host: the kernel does not tell which one the run's files are on)" : ""
    return
      "The disk \(device)\(guess) was busy for \(share) of the time\(othersText).\(hiddenReason.map { " \($0.diskText)" } ?? "")"
  }

  private var othersText: String {
    guard let othersShare else { return "; the kernel does not tell how much of that was the run's" }
    guard othersShare >= HostUse.notableShare else { return ", and little of what it moved can be told to be others'" }
    let named = consumers.filter { $0.bytes >= 0.05 * bytes }.map { "\($0.name) \(Digits.bytes($0.bytes))" }
    let who = named.isEmpty ? "" : ": \(named.joined(separator: ", "))"
    return ", and at least \(Percent.text(othersShare)) of the \(Digits.bytes(bytes)) that it moved were others'\(who)"
  }
}

extension HiddenConsumers {
  /// Why those who used a disk are not named, as a sentence.
  var diskText: String {
    switch self {
    case .denied: "Who it was is not known: /proc/PID/io of other users' processes needs CAP_SYS_PTRACE."
    case .unseen, .ended, .tooMany: text
    }
  }
}

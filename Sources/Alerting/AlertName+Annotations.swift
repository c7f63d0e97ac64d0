extension AlertName {
  /// The templates that calcmon brings along.
  var standardAnnotations: [String: String] { annotations(subject) }

  /// The same for an alert about a watched application.
  var annotationsOfApps: [String: String] { annotations(Self.app) }

  private static let app = " ({{ $labels.app }})"

  private func annotations(_ subject: String) -> [String: String] {
    [
      "summary": summary + subject,
      "description": description,
      "evidence": "calcmon alerts show {{ $id }}{{ $storage }}",
      "runbook_url": "{{ $externalURL }}/runbooks/\(rawValue)",
    ]
  }

  private var subject: String {
    switch self {
    case .hostContended: ""
    case .slotsMissed: " ({{ $labels.mix }})"
    case _ where isOfAppsAlone: Self.app
    default: " ({{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }})"
    }
  }

  private var summary: String {
    switch self {
    case .eventLoopLatencyHigh: "The event loop is late"
    case .queueGrowing: "The queue grows"
    case .cpuOutOfBand: "The host does not deliver the CPU that it should"
    case .memoryGrowing: "Memory grows"
    case .ioWaitHigh: "Too much time is lost to waiting for I/O"
    case .loopSaturated: "The event loop has no rest left"
    case .tasksGrowing: "Tasks pile up"
    case .executorBacklogGrowing: "The executor's backlog grows"
    case .appDown: "The application is down"
    case .appStanding: "An event loop stands"
    case .runFailing: "Canary runs fail"
    case .slotsMissed: "Canary runs are missed"
    case .hostContended: "Others have the cores of this host"
    }
  }

  private var description: String {
    let measured =
      "{{ $measure }} was {{ $value }} over the last {{ $window }}, up to {{ $at }}; the target is {{ $limit }}. {{ $badRuns }} broke it."
    return switch self {
    case .eventLoopLatencyHigh:
      measured + " {{ $cause }} {{ $control }} Whatever waits for such a loop waits as long: see which stalls it was."
    case .queueGrowing:
      measured + " {{ $cause }} Items arrive faster than they are done: the system does not keep up."
    case .cpuOutOfBand:
      measured + " {{ $cause }} Paced work gets less from this host than calibration promised, or needs more."
    case .memoryGrowing:
      measured
        + " {{ $cause }} It does not come back: find the leak, or the cache without a bound, before the host runs out of it."
    case .ioWaitHigh:
      measured + " {{ $cause }} Make I/O faster, or have more items in flight."
    case .loopSaturated:
      measured
        + " {{ $cause }} A loop that does something all the time answers ever later: give it less to do, or more processes."
    case .tasksGrowing:
      measured + " {{ $cause }} Find where tasks are begun that never end, or wait for what never comes."
    case .executorBacklogGrowing:
      measured + " {{ $cause }} Calls wait for a thread of the default executor: give it more threads, or make the calls shorter."
    case .appDown:
      "Nothing of it is connected since {{ $at }}: {{ $reason }}. A process that ends as it should says so, and this one did not: it was killed, or it crashed."
    case .appStanding:
      "A loop of it stands since {{ $at }}: {{ $reason }}. Nothing that it serves is answered until it turns again."
    case .runFailing:
      "{{ $badRuns }} ended badly. Without runs that complete nothing is known of this host. The newest of these, at {{ $at }}: {{ $reason }}."
    case .slotsMissed:
      "{{ $value }} of the slots of the last {{ $window }}, up to {{ $at }}, passed without a run: {{ $reason }}. Without runs nothing is known of this host."
    case .hostContended:
      "The host is the cause of breached targets in {{ $badRuns }}, over up to the last {{ $window }}, at {{ $at }}: {{ $reason }}. {{ $cause }} Nothing in the programs would help. Their own alerts for this cause are not sent while this one fires."
    }
  }
}

extension AlertName {
  /// The templates that calcmon brings along.
  var standardAnnotations: [String: String] {
    [
      "summary": "\(summary) ({{ $labels.mix }}\(isOfMix ? "" : ", {{ $labels.strategy }}, {{ $labels.runtime }}"))",
      "description": description,
      "evidence": "calcmon alerts show {{ $id }}{{ $storage }}",
      "runbook_url": "{{ $externalURL }}/runbooks/\(rawValue)",
    ]
  }

  private var isOfMix: Bool { self == .slotsMissed }

  private var summary: String {
    switch self {
    case .eventLoopLatencyHigh: "The event loop is late"
    case .queueGrowing: "The queue grows"
    case .cpuOutOfBand: "The host does not deliver the CPU that it should"
    case .memoryGrowing: "Memory grows"
    case .ioWaitHigh: "Too much time is lost to waiting for I/O"
    case .runFailing: "Canary runs fail"
    case .slotsMissed: "Canary runs are missed"
    }
  }

  private var description: String {
    let measured =
      "{{ $measure }} was {{ $value }} over the last {{ $window }}, up to {{ $at }}; the target is {{ $limit }}. {{ $badRuns }} broke it."
    return switch self {
    case .eventLoopLatencyHigh:
      measured + " {{ $cause }} {{ $control }} Whatever waits for such a loop waits as long: see which stalls it was."
    case .queueGrowing:
      measured + " Items arrive faster than they are done: the system does not keep up. Give it more workers, or less work."
    case .cpuOutOfBand:
      measured
        + " Paced work gets less from this host than calibration promised, or needs more: see who else has the cores, and whether a quota throttles them."
    case .memoryGrowing:
      measured + " It does not come back: find the leak, or the cache without a bound, before the host runs out of it."
    case .ioWaitHigh:
      measured
        + " Meanwhile every item in flight waited, and nothing was computing: make I/O faster, or have more items in flight."
    case .runFailing:
      "{{ $badRuns }} ended badly. Without runs that complete nothing is known of this host. The newest of these, at {{ $at }}: {{ $reason }}."
    case .slotsMissed:
      "{{ $value }} of the slots of the last {{ $window }}, up to {{ $at }}, passed without a run: {{ $reason }}. Without runs nothing is known of this host."
    }
  }
}

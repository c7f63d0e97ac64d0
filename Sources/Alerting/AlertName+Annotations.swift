extension AlertName {
  /// The templates that calcmon brings along.
  var standardAnnotations: [String: String] {
    [
      "summary": "\(summary) ({{ $labels.mix }}\(isOfMix ? "" : ", {{ $labels.strategy }}, {{ $labels.runtime }}"))",
      "description": description,
      "evidence": "calcmon alerts show {{ $id }}",
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
    let measured = "{{ $measure }} is {{ $value }} over the last {{ $window }}; the target is {{ $limit }}."
    return switch self {
    case .eventLoopLatencyHigh: measured + " {{ $cause }} {{ $control }}"
    case .queueGrowing: measured + " Items arrive faster than they are done: the system does not keep up."
    case .cpuOutOfBand: measured + " Paced work gets less from this host than calibration promised, or needs more."
    case .memoryGrowing: measured + " It does not come back: a leak, or a cache without a bound."
    case .ioWaitHigh: measured + " Meanwhile every item in flight waited, and nothing was computing."
    case .runFailing: "The newest run ended badly: {{ $reason }}."
    case .slotsMissed: "{{ $value }} of the slots of the last {{ $window }} passed without a run: {{ $reason }}."
    }
  }
}

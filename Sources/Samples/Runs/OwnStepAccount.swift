/// What there is to tell of the steps of a completed run that are of the user's own.
package struct OwnStepAccount: Hashable, Sendable {
  /// The end of the traceback of the first attempt that failed.
  package var firstError: String?
  /// From the first worker's start until the last could work, of `hybrid`.
  package var workerStartSeconds: Double?
  /// What it took to send items to workers, of `hybrid`.
  package var transfer: TransferCost?

  /// `nil` if the child told nothing of them.
  package init?(_ result: RunResult?) {
    guard let result else { return nil }
    (firstError, workerStartSeconds, transfer) = (result.firstError, result.workerStartSeconds, result.transfer)
    if firstError == nil, workerStartSeconds == nil, transfer == nil { return nil }
  }

  /// Whether its figures can be.
  package var isPossible: Bool {
    let costs = transfer.map { [$0.argumentBytes, $0.resultBytes, $0.loopSeconds, $0.workerSeconds] } ?? []
    return ([workerStartSeconds ?? 0] + costs).allSatisfy { (0..<1e15).contains($0) }
  }
}

/// As the history keeps it.
extension OwnStepAccount: Codable {
  private enum Key: String, CodingKey {
    case transfer
    case firstError = "first_error"
    case workerStartSeconds = "worker_start_seconds"
  }

  private enum TransferKey: String, CodingKey {
    case argumentBytes = "argument_bytes"
    case resultBytes = "result_bytes"
    case loopSeconds = "loop_seconds"
    case workerSeconds = "worker_seconds"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    firstError = try container.decodeIfPresent(String.self, forKey: .firstError)
    workerStartSeconds = try container.decodeIfPresent(Double.self, forKey: .workerStartSeconds)
    guard container.contains(.transfer) else { return }
    let costs = try container.nestedContainer(keyedBy: TransferKey.self, forKey: .transfer)
    transfer = TransferCost(
      argumentBytes: try costs.decode(Double.self, forKey: .argumentBytes),
      resultBytes: try costs.decode(Double.self, forKey: .resultBytes),
      loopSeconds: try costs.decode(Double.self, forKey: .loopSeconds),
      workerSeconds: try costs.decode(Double.self, forKey: .workerSeconds))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(firstError, forKey: .firstError)
    try container.encodeIfPresent(workerStartSeconds, forKey: .workerStartSeconds)
    guard let transfer else { return }
    var costs = container.nestedContainer(keyedBy: TransferKey.self, forKey: .transfer)
    try costs.encode(transfer.argumentBytes, forKey: .argumentBytes)
    try costs.encode(transfer.resultBytes, forKey: .resultBytes)
    try costs.encode(transfer.loopSeconds, forKey: .loopSeconds)
    try costs.encode(transfer.workerSeconds, forKey: .workerSeconds)
  }
}

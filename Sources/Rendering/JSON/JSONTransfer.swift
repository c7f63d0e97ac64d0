package import Samples

/// What it takes to send an item to a worker process and its result back, as JSON.
package struct JSONTransfer: Encodable {
  let argumentBytes: OrNull<Double>
  let resultBytes: OrNull<Double>
  let loopSeconds: OrNull<Double>
  let workerSeconds: OrNull<Double>

  package init(_ cost: TransferCost) {
    argumentBytes = OrNull(cost.argumentBytes)
    resultBytes = OrNull(cost.resultBytes)
    loopSeconds = OrNull(cost.loopSeconds)
    workerSeconds = OrNull(cost.workerSeconds)
  }
}

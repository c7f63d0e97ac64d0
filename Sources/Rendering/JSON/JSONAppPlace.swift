package import Samples

/// A place in the code of an application with what it has cost, as JSON.
package struct JSONAppPlace: Encodable {
  let frame: OrNull<String>
  let cause: StallCause
  let seconds: Double
  let count: Int
  let worstSeconds: Double
  let worstAt: String
  let stack: [String]

  package init(_ cost: AppPlaceCost) {
    frame = OrNull(cost.frame)
    cause = cost.cause
    seconds = cost.seconds
    count = cost.count
    worstSeconds = cost.worst.stall.stall.seconds
    worstAt = cost.worst.endedAt.iso8601
    stack = cost.worst.stall.stall.stack
  }
}

/// The child's account of the whole run.
package struct RunResult: Codable, Hashable, Sendable {
  /// From the first item's intended start to the last item's end.
  package let seconds: Double
  /// Items whose result was right.
  package let itemsOk: Int
  /// Items whose last attempt gave a wrong result or none.
  package let itemsFailed: Int
  /// Items whose last attempt ran into its timeout.
  package let itemsTimeout: Int
  /// Items that found the queue full and were never started.
  package let itemsDropped: Int
  /// Attempts after the first, of all items.
  package let retries: Int
  /// Most items that were accepted and not yet started; where all arrive at once, all of them.
  package let queuePeak: Int
  /// Time in which every item in flight waited for I/O.
  package let ioWaitSeconds: Double
  /// CPU time that the CPU steps took, wherever they were done.
  package var cpuStepSeconds: Double
  /// CPU time of the loop's own thread; `nil` if the child did not tell.
  package var loopCpuSeconds: Double?
  /// The end of the traceback of the first attempt that failed, if the steps are of the user's own.
  package var firstError: String?
  /// From the first worker's start until the last could work, of `hybrid`; `nil` if the child did not tell.
  package var workerStartSeconds: Double?
  /// What it took to send items to workers, of `hybrid`; `nil` if nothing was sent, or the child did not tell.
  package var transfer: TransferCost?

  /// The sums at the end.
  package init(
    seconds: Double, itemsOk: Int, itemsFailed: Int, itemsTimeout: Int, itemsDropped: Int, retries: Int, queuePeak: Int,
    ioWaitSeconds: Double, cpuStepSeconds: Double, loopCpuSeconds: Double? = nil
  ) {
    self.seconds = seconds
    self.itemsOk = itemsOk
    self.itemsFailed = itemsFailed
    self.itemsTimeout = itemsTimeout
    self.itemsDropped = itemsDropped
    self.retries = retries
    self.queuePeak = queuePeak
    self.ioWaitSeconds = ioWaitSeconds
    self.cpuStepSeconds = cpuStepSeconds
    self.loopCpuSeconds = loopCpuSeconds
  }

  /// All items that ended, in whatever way.
  package var items: Int { itemsOk + itemsFailed + itemsTimeout + itemsDropped }
}

import Storage
import Thresholds

extension RunFigures {
  /// Those that plots need of a run; `nil` where it did not complete.
  init?(_ run: StoredRun) {
    guard let figures = run.figures, let cpuUtilization = figures.cpuUtilization, let ioWaitRatio = figures.ioWaitRatio else {
      return nil
    }
    self.init(
      runID: run.id, endedAt: run.endedAt, latencyP99: figures.latencyP99Seconds, latencyMax: figures.latencyMaxSeconds,
      queuePeak: Double(figures.queuePeak), cpuUtilization: cpuUtilization, ioWaitRatio: ioWaitRatio,
      memoryPeak: figures.memoryPeakBytes, idealRatio: figures.idealRatio)
  }
}

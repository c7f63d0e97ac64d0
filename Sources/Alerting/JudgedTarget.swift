import Samples
import Thresholds

/// A target as it was judged by the runs of its window, and what its newest runs come to.
struct JudgedTarget {
  let judgement: Judgement
  /// What it was judged by.
  let evidence: Evidence
  /// How many of the newest runs were bad.
  let runs: BadRuns
  /// The time that was really looked at: no longer than the window, and from the start of the first run in it.
  let seconds: Double
  /// When it was judged.
  let at: Timestamp
}

/// What the rows of an export are. The raw value is the word of the command line.
package enum ExportKind: String, CaseIterable, Sendable {
  /// One row a sample.
  case samples
  /// One row a run, whatever its outcome.
  case runs
  /// One row a stall.
  case stalls
  /// One row a target judged after a run.
  case verdicts
  /// One row a series and minute.
  case minutes = "samples_1m"
  /// One row a series and hour.
  case hours = "samples_1h"
}

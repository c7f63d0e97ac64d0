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
  /// One row an interval of an application, as fine as it is kept.
  case appIntervals = "app_intervals"
  /// One row an application and minute.
  case appMinutes = "app_intervals_1m"
  /// One row an application and hour.
  case appHours = "app_intervals_1h"
  /// One row a stall of an application.
  case appStalls = "app_stalls"
  /// One row for each thing that happened to an application.
  case appEvents = "app_events"

  /// Whether its rows tell of applications, and not of runs.
  package var isOfApps: Bool {
    switch self {
    case .samples, .runs, .stalls, .verdicts, .minutes, .hours: false
    case .appIntervals, .appMinutes, .appHours, .appStalls, .appEvents: true
    }
  }
}

package import Samples
import Thresholds

/// What an application did from its start to its end, and how it is judged.
package struct AppReport: Sendable {
  package let app: String
  /// As it was typed.
  package let command: [String]
  /// The program's own, as a shell tells it: 128 and the number of the signal that ended it; `nil`: it was watched from outside.
  package let exitStatus: Int?
  /// How it was watched, if there is no probe in it; `nil`: there is.
  package let outside: SeenFromOutside?
  package let seconds: Double
  package let account: AppAccount
  package let judgement: AppJudgement
  /// Where the time of its threads went, and what the host did meanwhile; `nil` if it is not known.
  package let surroundings: (account: RunAccount?, host: HostUse?)
  /// Highest memory of all its processes together, in bytes; `nil` if it is not known.
  package let memoryPeakBytes: Double?

  package init(
    app: String, command: [String], exitStatus: Int, seconds: Double, account: AppAccount,
    surroundings: (account: RunAccount?, host: HostUse?), memoryPeakBytes: Double?
  ) {
    self.app = app
    self.command = command
    self.exitStatus = exitStatus
    outside = nil
    self.seconds = seconds
    self.account = account
    self.surroundings = surroundings
    self.memoryPeakBytes = memoryPeakBytes
    judgement = AppJudgement(account, surroundings: surroundings, wallSeconds: seconds)
  }
  /// Of a process in which there is no probe.
  package init(
    app: String, command: [String], outside: SeenFromOutside, seconds: Double, account: AppAccount,
    surroundings: (account: RunAccount?, host: HostUse?)
  ) {
    self.app = app
    self.command = command
    exitStatus = nil
    self.outside = outside
    self.seconds = seconds
    self.account = account
    self.surroundings = surroundings
    memoryPeakBytes = nil
    judgement = AppJudgement(account, surroundings: surroundings, wallSeconds: seconds, isSeenFromOutside: true)
  }
}

package import Telemetry

/// Finds, in looks at the thread of a loop, sleep in anything but epoll. A value without I/O: looks in, stalls out.
///
/// A thread that is asleep in one call at two looks, and was given no core in between, has slept from the one to the other. No more than that is
/// claimed: what it did before the first and after the last look is not known, so that a stall is told some 20 to 40 ms shorter than it was. A thread
/// that was on a core may have turned any number of times: of it nothing is claimed at all.
package struct SleepFinder: Sendable {
  /// From here on it is a stall, in nanoseconds.
  package static let limit: Int64 = 100_000_000

  /// One sleep.
  package struct Sleep: Hashable, Sendable {
    fileprivate let look: ThreadLook
    package fileprivate(set) var untilNs: Int64
    package fileprivate(set) var looks = AppMessage.Stall.Looks()
    fileprivate var isStall: Bool?

    package var sinceNs: Int64 { look.at }
    package var nanoseconds: Int64 { untilNs - sinceNs }
  }

  private var sleep: Sleep?
  private var elsewhereLooks = 0
  private var looks = 0

  /// Nothing was seen.
  package init() {}

  /// The sleep that goes on and is a stall by now.
  package var standing: Sleep? { sleep.flatMap { $0.isStall == true ? $0 : nil } }

  /// Whether `judge` is to be called: the sleep is long enough for a stall, unless something else speaks against it.
  package var isToBeJudged: Bool { sleep.map { $0.isStall == nil && $0.nanoseconds >= SleepFinder.limit } ?? false }

  /// The share of looks at which it slept in anything but epoll; `nil` if there was none.
  package var elsewhereRatio: Double? { looks > 0 ? Double(elsewhereLooks) / Double(looks) : nil }

  /// Takes a look. Returns the sleep that has ended, if it was a stall.
  package mutating func look(_ look: ThreadLook) -> Sleep? {
    looks += 1
    if look.isAsleepElsewhere { elsewhereLooks += 1 }
    if let sleep, goesOn(sleep, look) {
      extend(look)
      return nil
    }
    let ended = standing
    sleep = look.isAsleepElsewhere && look.counts != nil ? Sleep(look: look, untilNs: look.at) : nil
    if sleep != nil { extend(look) }
    return ended
  }

  private func goesOn(_ sleep: Sleep, _ look: ThreadLook) -> Bool {
    look.call == sleep.look.call && look.counts != nil && look.counts?.timeslices == sleep.look.counts?.timeslices
  }

  private mutating func extend(_ look: ThreadLook) {
    guard var extended = sleep else { return }
    extended.untilNs = look.at
    extended.looks.count += 1
    extended.looks.asleep += 1
    if look.isInFutex { extended.looks.inFutex += 1 }
    extended.looks.first = extended.looks.first ?? look.at
    sleep = extended
  }

  /// Says whether the sleep is a stall, and in which function of the kernel it sleeps. One of a thread that was stopped, or that runs no loop any
  /// more, is none.
  package mutating func judge(isStall: Bool, waitChannel: String?) {
    sleep?.isStall = isStall
    sleep?.looks.waitChannel = waitChannel
  }
}

extension SleepFinder.Sleep {
  /// As a probe would tell it. It was given no core, and waited for none.
  package func stall(of loop: Int) -> AppMessage.Stall {
    AppMessage.Stall(loop: loop, startedNs: sinceNs, endedNs: untilNs, ran: (0, 0, 0), looks: looks)
  }
}

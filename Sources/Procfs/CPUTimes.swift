/// What processors have done since the boot, in seconds.
///
/// Source: `man 5 proc_stat`, line `cpu`. The kernel counts in ticks of `USER_HZ`, 100 a second.
package struct CPUTimes: Equatable, Sendable {
  /// In user mode, time of guests included.
  package let user: Double
  /// In user mode with a niceness above 0, time of such guests included.
  package let nice: Double
  /// In system mode.
  package let system: Double
  /// Idle, with no task of this processor waiting for a disk.
  package let idle: Double
  /// Idle while a task waits for a disk. It is no measure of anything, and may go backwards: see `since`.
  package let iowait: Double?
  /// In interrupts; `nil` before Linux 2.6.
  package let irq: Double?
  /// In soft interrupts; `nil` before Linux 2.6.
  package let softirq: Double?
  /// In which this machine was ready and its hypervisor ran another; `nil` before Linux 2.6.11.
  package let steal: Double?
  /// Running a guest; `user` has it too. `nil` before Linux 2.6.24.
  package let guest: Double?
  /// Running a niced guest; `nice` has it too. `nil` before Linux 2.6.33.
  package let guestNice: Double?

  /// All time in which the processors did something for the processes of this machine: neither idle, nor stolen, nor in interrupts, which
  /// are of no process. Guests are in `user` and `nice`.
  package var processSeconds: Double { user + nice + system }

  /// Takes the numbers of a line `cpu` or `cpu7` apart. Numbers that a later kernel appends are passed over.
  init(parsing text: Substring, line: Substring, path: String) throws(ProcError) {
    let fields = NumberedFields(text, line: line, path: path)
    func seconds(_ number: Int, _ name: String) throws(ProcError) -> Double {
      let ticks: UInt64 = try fields.integer(number, name)
      return Double(ticks) / ProcessStat.ticksPerSecond
    }
    func secondsIfPresent(_ number: Int, _ name: String) throws(ProcError) -> Double? {
      fields[number] == nil ? nil : try seconds(number, name)
    }
    user = try seconds(1, "user")
    nice = try seconds(2, "nice")
    system = try seconds(3, "system")
    idle = try seconds(4, "idle")
    iowait = try secondsIfPresent(5, "iowait")
    irq = try secondsIfPresent(6, "irq")
    softirq = try secondsIfPresent(7, "softirq")
    steal = try secondsIfPresent(8, "steal")
    guest = try secondsIfPresent(9, "guest")
    guestNice = try secondsIfPresent(10, "guest_nice")
  }

  private init(_ a: CPUTimes, _ b: CPUTimes, combine: (Double, Double) -> Double) {
    func combineIfPresent(_ field: KeyPath<CPUTimes, Double?>) -> Double? {
      guard let a = a[keyPath: field], let b = b[keyPath: field] else { return nil }
      return combine(a, b)
    }
    user = combine(a.user, b.user)
    nice = combine(a.nice, b.nice)
    system = combine(a.system, b.system)
    idle = combine(a.idle, b.idle)
    iowait = combineIfPresent(\.iowait)
    irq = combineIfPresent(\.irq)
    softirq = combineIfPresent(\.softirq)
    steal = combineIfPresent(\.steal)
    guest = combineIfPresent(\.guest)
    guestNice = combineIfPresent(\.guestNice)
  }

  /// What was added since an earlier reading; what either of the two does not have is `nil`.
  ///
  /// No field is below 0: `iowait` goes backwards by itself, and all fields of a processor may when it goes and comes back.
  package func since(_ earlier: CPUTimes) -> CPUTimes {
    CPUTimes(self, earlier) { max(0, $0 - $1) }
  }
}

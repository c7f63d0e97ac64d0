/// `/proc/loadavg`: how many tasks wanted to run or waited for a disk, on average.
///
/// Source: `man 5 proc_loadavg`.
package struct LoadAverage: Equatable, Sendable {
  /// Over about one minute.
  package let oneMinute: Double
  /// Over about five minutes.
  package let fiveMinutes: Double
  /// Over about fifteen minutes.
  package let fifteenMinutes: Double
  /// Tasks, which are threads, that run or are ready to, now.
  package let running: UInt64
  /// All tasks that there are.
  package let tasks: UInt64

  /// Reads `/proc/loadavg`.
  package init(_ root: ProcRoot) throws(ProcError) {
    try self.init(parsing: root.read("loadavg"), path: "\(root.path)/loadavg")
  }

  /// Takes the text apart: `0.20 0.18 0.12 1/80 11206`.
  package init(parsing text: String, path: String) throws(ProcError) {
    let fields = NumberedFields(text[...], path: path)
    func average(_ number: Int, _ name: String) throws(ProcError) -> Double {
      let word = try fields.word(number, name)
      guard let value = word.decimal else { throw fields.refusal(number, name, "is not a number", word) }
      return value
    }
    oneMinute = try average(1, "average of 1 minute")
    fiveMinutes = try average(2, "average of 5 minutes")
    fifteenMinutes = try average(3, "average of 15 minutes")
    let word = try fields.word(4, "running/all")
    let parts = word.split(separator: "/", omittingEmptySubsequences: false).map { UInt64($0) }
    guard parts.count == 2, let running = parts[0], let tasks = parts[1] else {
      throw fields.refusal(4, "running/all", "is not two numbers", word)
    }
    self.running = running
    self.tasks = tasks
  }
}

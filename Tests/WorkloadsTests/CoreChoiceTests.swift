import Procfs
import Testing
import Workloads

@Suite struct CoreChoiceTests {
  /// A row: what is chosen, the processors of this process, what a quota leaves of them, and those of five runs, one after the other.
  struct Row: Sendable, CustomTestStringConvertible {
    let choice: CoreChoice
    let usable: String
    var cores: Double?
    let turns: [[Int]?]

    var testDescription: String { "\(choice) of \(usable), \(cores.map { "\($0)" } ?? "no quota")" }
  }

  static let rows = [
    Row(choice: .few, usable: "0", turns: [nil, nil]),
    Row(choice: .few, usable: "0-1", turns: [[0], [1], [0], [1]]),
    Row(choice: .few, usable: "0-3", turns: [[0], [1], [2], [3], [0]]),
    Row(choice: .few, usable: "3-5", turns: [[3], [4], [5], [3]]),
    // 1 and 2 are offline.
    Row(choice: .few, usable: "0,3", turns: [[0], [3], [0]]),
    Row(choice: .few, usable: "0-7", turns: [[0, 1], [2, 3], [4, 5], [6, 7], [0, 1]]),
    Row(choice: .few, usable: "0-63", turns: [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]),
    Row(choice: .few, usable: "0-63", cores: 8, turns: [[0, 1], [2, 3]]),
    Row(choice: .few, usable: "0-1", cores: 0.5, turns: [[0], [1], [0]]),
    Row(choice: .few, usable: "0", cores: 0.5, turns: [nil]),
    Row(choice: .count(1), usable: "0-1", turns: [[0], [1]]),
    Row(choice: .count(2), usable: "3-5", turns: [[3, 4], [3, 5], [4, 5], [3, 4]]),
    Row(choice: .count(2), usable: "0-1", turns: [nil]),
    Row(choice: .count(100), usable: "0-3", turns: [nil]),
    Row(choice: .count(4), usable: "0-63", cores: 2, turns: [[0, 1], [2, 3]]),
    Row(choice: .all, usable: "0-63", turns: [nil]),
    Row(choice: .all, usable: "0-3", cores: 0.5, turns: [nil]),
  ]

  @Test(arguments: rows)
  func `Runs take a few of the cores, in turns all of them`(row: Row) throws {
    let usable = try #require(CPUList(parsing: row.usable))
    let cores = row.cores ?? Double(usable.count)
    #expect(row.turns.indices.map { row.choice.processors(of: usable, cores: cores, turn: $0) } == row.turns)
  }

  @Test(arguments: [1, 2, 3, 5, 6, 9, 12, 15, 16, 31, 64, 96, 1000])
  func `Each core has its turn`(count: Int) throws {
    let usable = CPUList(0..<count)
    let used = (0..<count).reduce(into: Set<Int>()) { seen, turn in
      seen.formUnion(CoreChoice.few.processors(of: usable, cores: Double(count), turn: turn) ?? Array(0..<count))
    }
    #expect(used.count == count)
  }

  @Test(
    arguments: [
      (.few, 2, 1), (.few, 0.5, 0.5), (.few, 16, 4), (.few, 64, 4), (.few, 11.5, 3), (.count(3), 2, 2), (.count(3), 8, 3),
      (.all, 7.5, 7.5),
    ] as [(CoreChoice, Double, Double)])
  func `Cores of a run at the most`(choice: CoreChoice, cores: Double, expected: Double) {
    #expect(choice.cores(of: cores) == expected)
  }
}

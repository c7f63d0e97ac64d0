import Foundation
import Sessions
import Samples
import Testing
import Thresholds

@Suite struct SelftestResultTests {
  @Test func `The goals are reached`() throws {
    var result = SelftestResult()
    result.add((findings(.compute, "callback", 99) + findings(.sleep, "callback", 1), 0), cpuSeconds: 12)
    #expect(result.accuracy == 0.99)
    #expect(result.isGood == true)
    #expect(result.matrix == [.compute: ["callback": 99], .sleep: ["callback": 1]])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.json().utf8)) as? [String: Any])
    #expect(object["injections"] as? Int == 100)
    #expect(object["matrix"] as? [String: [String: Int]] == ["compute": ["callback": 99], "sleep": ["callback": 1]])
    #expect(object["accuracy"] as? Double == 0.99)
    #expect(object["false_alarms"] as? Int == 0)
    #expect((object["length_error"] as? [String: Double])?.keys.sorted() == ["max", "median"])
    #expect((object["not_tried"] as? [Any])?.isEmpty == true)
  }

  @Test(arguments: [
    (right: 94, wrong: 6, error: 0.0001, falseAlarms: 0),
    (right: 100, wrong: 0, error: 0.0031, falseAlarms: 0),
    (right: 100, wrong: 0, error: 0.0001, falseAlarms: 1),
  ])
  func `Too many wrong causes, too many wrong lengths, or one false alarm are not good enough`(
    right: Int, wrong: Int, error: Double, falseAlarms: Int
  ) {
    var result = SelftestResult()
    result.add(
      (findings(.compute, "callback", right, error: error) + findings(.compute, "blocked", wrong, error: error), falseAlarms),
      cpuSeconds: 1)
    #expect(result.isGood == false)
  }

  @Test func `Too many wrong causes of targets are not good enough, and those that nobody can tell do not count`() throws {
    var result = SelftestResult()
    result.add((findings(.compute, "callback", 100), 0), cpuSeconds: 1)
    let cause = { (reported: TargetCause.Kind, isDisturbed: Bool) in
      SelftestCause(
        target: .queueDepth, disturbance: .overload, runtime: .swift, reported: reported, text: "why", isDisturbed: isDisturbed)
    }
    result.add(Array(repeating: cause(.program, true), count: 19) + [cause(.host, true), cause(.unexplained, true)])
    #expect(result.causeAccuracy == 0.95)
    #expect(result.isGood == true)
    result.add([cause(.host, false)])
    #expect(result.isGood == false)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.json().utf8)) as? [String: Any])
    let causes = try #require(object["target_causes"] as? [String: [String: [String: Int]]])
    #expect(causes == ["queue_depth": ["overload": ["program": 19, "host": 2, "unexplained": 1]]])
    #expect(object["causes_not_counted"] as? Int == 1)
    #expect((object["wrong_causes"] as? [[String: Any]])?.map { $0["reported"] as? String } == ["unexplained", "host"])
    #expect((object["goals"] as? [String: Any])?["cause_accuracy"] as? Double == 0.95)
    let lines = result.text.split(separator: "\n")
    #expect(lines.contains("TARGET       INJECTED  EXPECTED  PROGRAM  HOST  UNEXPLAINED"))
    #expect(lines.contains("queue_depth  overload  program        19     2            1"))
    #expect(
      lines.contains(
        "Right causes: 19 of 21 (90.5 %; goal 95 %); 1 not counted: others had the host, which was not asked of them"))
  }

  @Test func `Nothing tried is no verdict`() {
    #expect(SelftestResult().isGood == nil)
    #expect(SelftestResult().accuracy == nil)
  }

  @Test func `The matrix has a row for each injection and a column for each word, with a figure where it is right`() {
    var result = SelftestResult()
    result.add((findings(.compute, "callback", 3) + findings(.hogs, "callback", 1), 2), cpuSeconds: 2)
    result.add(.init("quota", in: .swift, because: "/sys/fs/cgroup/cpu/x: Permission denied"))
    result.wallSeconds = 10
    let lines = result.text.split(separator: "\n")
    #expect(lines[0] == "INJECTED  EXPECTED  CALLBACK  RUNQUEUE")
    #expect(lines[1] == "compute   callback         3         .")
    #expect(lines[2] == "hogs      runqueue         1         0")
    #expect(lines.contains("Right: 3 of 4 (75 %; goal 95 %)"))
    #expect(lines.contains("False alarms: 2 (goal 0)"))
    #expect(lines.contains("Not tried: quota in swift: /sys/fs/cgroup/cpu/x: Permission denied"))
  }

  private func findings(_ disturbance: Disturbance, _ reported: String, _ count: Int, error: Double = 0.0001) -> [SelftestFinding]
  {
    (0..<count).map { _ in
      SelftestFinding(
        disturbance: disturbance, runtime: .swift, reported: reported, length: .init(injected: 0.15, error: error), delay: 0.105)
    }
  }
}

import CalcmonTesting
import Foundation
import Processes
import Testing

@Suite(.timeLimit(.minutes(2))) struct ProcessPlaceTests {
  /// What the kernel says of a child: its processors, its niceness, its scheduling class, whether it leads its session.
  private struct Seen: Equatable {
    var processors: String
    var niceness: Int
    var policy: Int
    var leadsSession: Bool
  }

  @Test func `A child is like its parent, unless it has a place`() async throws {
    let here = try own()
    let child = try await seen(.inherited)
    #expect((child.processors, child.niceness, child.policy) == (here.processors, here.niceness, here.policy))
    #expect(!child.leadsSession)
  }

  @Test func `A child is put on the processors of its place`() async throws {
    let last = try #require(Self.lastProcessor(of: try own().processors))
    let child = try await seen(ProcessPlace(processors: [last]))
    #expect(child.processors == "\(last)")
    #expect(child.niceness == (try own().niceness))
  }

  @Test func `A child that gives way is nice, in a session of its own`() async throws {
    let here = try own()
    let child = try await seen(ProcessPlace(way: .low))
    #expect(child.niceness == min(19, max(0, here.niceness) + 10))
    #expect(child.policy == here.policy)
    #expect(child.leadsSession)
    let autogroup = try await read("cat /proc/$$/autogroup 2>/dev/null || echo nice 10", ProcessPlace(way: .low))
    #expect(autogroup.hasSuffix("nice 10\n"))
  }

  @Test func `A child that is idle gets what is left`() async throws {
    #expect(try await seen(ProcessPlace(way: .idle)).policy == 5)
  }

  @Test func `Threads that one starts that gives way give way as well, and others do not`() async throws {
    let file = "/proc/thread-self/stat"
    let inside = OneText()
    try await GivingWay.low.run { inside.text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }
    #expect(try Self.fields(inside.text)[16] == "\(min(19, max(0, try own().niceness) + 10))")
    #expect(try Self.fields(String(contentsOfFile: file, encoding: .utf8))[16] == "\(try own().niceness)")
  }

  @Test func `What is refused is told, and the child starts all the same`() async throws {
    let nowhere = ProcessPlace(processors: [100_000])
    #expect(nowhere.refusal == PlaceRefusal(call: "sched_setaffinity", errno: EINVAL))
    #expect(nowhere.refusal?.description == "sched_setaffinity: Invalid argument")
    #expect(ProcessPlace(way: .low).refusal == nil)
    #expect(ProcessPlace(way: .idle).refusal == nil)
    #expect(try await seen(nowhere).processors == (try own().processors))
  }

  @Test func `Nothing of it stays with this process`() async throws {
    let before = try own()
    _ = ProcessPlace(processors: [try #require(Self.lastProcessor(of: before.processors))], way: .idle).refusal
    _ = try await seen(ProcessPlace(way: .low))
    #expect(try own() == before)
  }

  // MARK: Support

  private final class OneText: @unchecked Sendable {
    // Written by one thread, and read after that has ended.
    var text = ""
  }

  private func own() throws -> Seen {
    try Self.seen(
      status: String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      stat: String(contentsOfFile: "/proc/self/stat", encoding: .utf8))
  }

  private func seen(_ place: ProcessPlace) async throws -> Seen {
    let output = try await read("cat /proc/$$/status; echo ---; cat /proc/$$/stat", place)
    let parts = output.components(separatedBy: "---\n")
    try #require(parts.count == 2)
    return try Self.seen(status: parts[0], stat: parts[1])
  }

  private static func seen(status: String, stat: String) throws -> Seen {
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
    let fields = try fields(stat)
    return Seen(
      processors: line.dropFirst("Cpus_allowed_list:".count).trimmingCharacters(in: .whitespaces),
      niceness: try #require(Int(fields[16])),
      policy: try #require(Int(fields[38])), leadsSession: stat.prefix { $0 != " " } == fields[3])
  }

  /// Those behind the name; the state is the first.
  private static func fields(_ stat: String) throws -> [Substring] {
    try #require(stat.lastIndex(of: ")").map { stat[$0...].dropFirst(2).split(separator: " ") })
  }

  private static func lastProcessor(of list: String) -> Int? {
    list.split(whereSeparator: { "-,".contains($0) }).last.flatMap { Int($0) }
  }

  private func read(_ script: String, _ place: ProcessPlace) async throws -> String {
    let spawner = Spawner(waiters: 1)
    let directory = try TemporaryDirectory()
    let null = try Descriptors.null()
    let child = try await spawner.start(
      Command(executable: "/bin/sh", arguments: ["-c", "{ \(script); } > \(directory.file("out"))"]), at: place, input: null,
      output: null, error: null, newGroup: true)
    try await spawner.waitForEnd(of: child)
    #expect(spawner.reap(child).status == .exited(0))
    await spawner.shutDown()
    return try String(contentsOfFile: directory.file("out"), encoding: .utf8)
  }
}

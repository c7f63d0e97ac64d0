import CalcmonTesting
import Foundation
import Processes
import Runs
import Samples
import Synchronization
import Testing
import Workloads

/// Real children of both runtimes, at a place: what the kernel says of them and their workers.
@Suite(.timeLimit(.minutes(2))) struct PlacedRunTests {
  @Test(arguments: Runtime.allCases)
  func `A run is put on its processors, its workers give way, its loop does not`(runtime: Runtime) async throws {
    let (record, seen) = try await run(runtime, .low)
    #expect(record.outcome == .completed)
    let here = Seen.own
    let last = try #require(here.processors.last)
    #expect(seen.loop == Seen(processors: [last], niceness: here.niceness, policy: here.policy))
    #expect(seen.workers == [Seen(processors: [last], niceness: min(19, max(0, here.niceness) + 10), policy: here.policy)])
    #expect(record.measurements?.cores == 1)
  }

  @Test(arguments: Runtime.allCases)
  func `All of an idle run gets what is left`(runtime: Runtime) async throws {
    let (_, seen) = try await run(runtime, .idle)
    #expect(seen.loop?.policy == 5)
    #expect(seen.workers.map(\.policy) == [5])
  }

  @Test(arguments: Runtime.allCases)
  func `Without a place a run is like calcmon itself`(runtime: Runtime) async throws {
    let (_, seen) = try await run(runtime, nil)
    #expect(seen.loop == Seen.own)
    #expect(seen.workers == [Seen.own])
  }

  @Test func `A place that a supervisor finds is one of this process`() async throws {
    try await withSupervisor { supervisor in
      let all = supervisor.place(.all, .normal, turn: 0)
      #expect(all.processors == nil)
      #expect(all.refusal == nil)
      let few = supervisor.place(.count(1), .low, turn: 1)
      if Seen.own.processors.count > 1 {
        #expect(few.processors?.count == 1)
        #expect(Set(few.processors ?? []).isSubset(of: Seen.own.processors))
      }
      #expect(few.cores <= 1)
      #expect(few.priority == .low)
    }
  }

  // MARK: Support

  struct Seen: Equatable {
    var processors: [Int]
    var niceness: Int
    var policy: Int

    static var own: Seen { Seen(pid: "self") ?? Seen(processors: [], niceness: 0, policy: 0) }

    init(processors: [Int], niceness: Int, policy: Int) {
      (self.processors, self.niceness, self.policy) = (processors, niceness, policy)
    }

    init?(pid: String) {
      guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
        let fields = stat.lastIndex(of: ")").map({ stat[$0...].dropFirst(2).split(separator: " ") }),
        let list = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed_list:") }),
        let niceness = Int(fields[16]), let policy = Int(fields[38])
      else { return nil }
      (self.niceness, self.policy) = (niceness, policy)
      processors = list.dropFirst("Cpus_allowed_list:".count).trimmingCharacters(in: .whitespaces).split(separator: ",").flatMap {
        range in
        let ends = range.split(separator: "-").compactMap { Int($0) }
        return ends.count == 2 ? Array(ends[0]...ends[1]) : ends
      }
    }
  }

  struct Tree: Equatable {
    var loop: Seen?
    var workers: [Seen] = []
  }

  /// One run with one worker; `priority` `nil`: at no place in particular.
  private func run(_ runtime: Runtime, _ priority: RunPriority?) async throws -> (RunRecord, Tree) {
    var mix = Mix(name: "x", kind: .mixed, arrivals: .rate(50, .seconds(3)), cpu: Mix.CPUStep(seconds: 0.0001), concurrency: 4)
    mix.processes = 1
    let place =
      priority.map { RunPlace(processors: [Seen.own.processors.last ?? 0], cores: 1, priority: $0) } ?? RunPlace(cores: 1)
    let tree = Mutex(Tree())
    let child = Mutex<Int32?>(nil)
    let record = try await withSupervisor { [mix] supervisor in
      let plan = RunPlan(mix, strategy: .hybrid, runtime: runtime, at: place, operationsPerSecond: 1e7, sampling: .standard)
      return await supervisor.run(plan, at: place, deadline: .seconds(60)) { started in
        child.withLock { $0 = started.pid }
        let found = PlacedRunTests.tree(of: started.pid)
        tree.withLock { $0 = found }
      } progress: { _ in
        // Its worker may have begun later than it has said that it works.
        guard tree.withLock({ $0.workers.isEmpty }), let pid = child.withLock({ $0 }) else { return }
        let found = PlacedRunTests.tree(of: pid)
        tree.withLock { $0 = found }
      }
    }
    return (record, tree.withLock { $0 })
  }

  private static func tree(of pid: Int32) -> Tree {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
    let children = tasks.flatMap { task in
      ((try? String(contentsOfFile: "/proc/\(pid)/task/\(task)/children", encoding: .utf8)) ?? "").split(separator: " ").map(
        String.init)
    }
    return Tree(loop: Seen(pid: "\(pid)"), workers: children.compactMap { Seen(pid: $0) })
  }
}

import Processes
import Procfs
import Sampling
import Scheduling
import Workloads

/// Finds where runs may execute, and what others leave there.
struct PlaceFinder: Sendable {
  /// How long it is looked at what others use.
  private static let look = Duration.seconds(1)

  let proc: ProcTrees
  let cgroup: ProcRoot
  let time: any TimeSource

  /// The place of a run. The cores of this process are looked up each time: it may be moved.
  ///
  /// - Parameter turn: goes up by one from run to run of a mix.
  func place(_ choice: CoreChoice, _ priority: RunPriority, turn: Int) -> RunPlace {
    let cores = AvailableCores.read(proc: proc.processes, cgroup: cgroup)
    let usable = AvailableCores.list(proc: proc.processes, cgroup: cgroup)
    let processors = usable.flatMap { choice.processors(of: $0, cores: cores, turn: turn) }
    var place = RunPlace(
      processors: processors, cores: processors.map { min(Double($0.count), cores) } ?? cores, priority: priority)
    if processors != nil, let refusal = ProcessPlace(processors: processors).refusal {
      (place.processors, place.cores, place.refusal) = (nil, cores, "\(refusal)")
    }
    if priority != .normal, let refusal = ProcessPlace(way: place.calibration.way).refusal {
      (place.priority, place.refusal) = (.normal, place.refusal ?? "\(refusal)")
    }
    return place
  }

  /// Cores that others leave of a place, after a look that takes a second; `nil` if the kernel does not tell, or the task is cancelled.
  func freeCores(of place: RunPlace) async -> Double? {
    guard let processors = place.processors ?? usableProcessors, let before = used(processors) else { return nil }
    let begun = time.uptime
    do {
      try await time.sleep(until: begun + PlaceFinder.look)
    } catch {
      return nil
    }
    let seconds = (time.uptime - begun).seconds
    guard let after = used(processors), seconds > 0 else { return nil }
    let free = zip(before, after).reduce(0) { $0 + max(0, 1 - max(0, $1.1 - $1.0) / seconds) }
    return min(free, place.cores)
  }

  private var usableProcessors: [Int]? {
    AvailableCores.list(proc: proc.processes, cgroup: cgroup)?.processors.sorted()
  }

  /// What each of the processors did for others, interrupts included, or was stolen; `nil` if one of them has no line.
  private func used(_ processors: [Int]) -> [Double]? {
    guard let stat = try? SystemStat(proc.machine) else { return nil }
    let used = processors.compactMap {
      stat.processors[$0].map { $0.processSeconds + ($0.irq ?? 0) + ($0.softirq ?? 0) + ($0.steal ?? 0) }
    }
    return used.count == processors.count ? used : nil
  }
}

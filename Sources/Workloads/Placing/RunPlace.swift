package import Processes

/// The place of a run: its processors, what there is for it on them, and how it gives way.
package struct RunPlace: Hashable, Sendable {
  /// The processors that it is put on, ascending; `nil`: it may use all that this process may.
  package var processors: [Int]?
  /// Cores that it may use: its processors, or what a quota leaves.
  package var cores: Double
  /// What others left of them just before; `nil`: that was not looked at.
  package var freeCores: Double?
  /// How far it gives way.
  package var priority: RunPriority
  /// Why it is not as it was asked for: what the kernel, or a filter of system calls, does not allow; `nil` if it is.
  package var refusal: String?

  package init(
    processors: [Int]? = nil, cores: Double, freeCores: Double? = nil, priority: RunPriority = .normal,
    refusal: String? = nil
  ) {
    self.refusal = refusal
    self.processors = processors
    self.cores = cores
    self.freeCores = freeCores
    self.priority = priority
  }

  /// Others that use less than this share are no load: a host is never quite idle.
  private static let notableShare = 0.1
  /// So much is offered to a run on a host that leaves nothing: a tenth is what one that gives way still gets there.
  private static let leastShare = 0.1

  /// Cores that its use of them is counted by: those that were free. A steady neighbour lessens what a run is asked to do, and
  /// one that comes in the middle of a run takes from what was there.
  package var offeredCores: Double {
    guard let freeCores, cores > 0 else { return cores }
    let share = min(1, freeCores / cores)
    return share > 1 - RunPlace.notableShare ? cores : cores * max(RunPlace.leastShare, share)
  }

  /// By how much the same work takes more CPU time, about, on cores that others use as well: caches, siblings, changes of who has the core.
  private static let sharedWork = 1.1

  /// Cores that the load of a paced run is counted by: beside others its work takes more CPU time, and would pass for too much else.
  package var pacedCores: Double { offeredCores < cores ? offeredCores / RunPlace.sharedWork : cores }

  /// Whole cores, one at least: so many worker processes are started.
  package var wholeCores: Int { max(1, Int(cores)) }

  /// Of the run's child. What computes in it gives way by itself if the loop under test does not.
  package var child: ProcessPlace { ProcessPlace(processors: processors, way: priority == .idle ? .idle : nil) }
  /// Of what is started beside it, and does not compute.
  package var beside: ProcessPlace { child }
  /// Of what computes.
  private var way: GivingWay? {
    switch priority {
    case .normal: nil
    case .low: .low
    case .idle: .idle
    }
  }

  /// Of a calibration, which does nothing but compute.
  package var calibration: ProcessPlace { ProcessPlace(processors: processors, way: way) }
}

package import Procfs

/// The kernel's tracepoints at the begin and the end of the calls that wait for events, by their numbers.
package struct Tracepoints: Hashable, Sendable {
  /// By number.
  package let points: [UInt64: TurnMeter.Point]

  /// Why there are none.
  package struct Unavailable: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  private static let calls = ["epoll_wait", "epoll_pwait", "epoll_pwait2"]
  /// Where tracefs is mounted, if it is.
  package static let usualPlaces = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"]

  /// Reads them from the first tracefs that has them.
  package init(in places: [ProcRoot]) throws(Unavailable) {
    var problem: String?
    for place in places {
      do throws(ProcError) {
        let points = try Tracepoints.points(place)
        if !points.isEmpty {
          self.points = points
          return
        }
      } catch {
        problem = problem ?? "\(error)"
      }
    }
    let named = places.map(\.path).joined(separator: " and ")
    throw Unavailable(
      description: problem
        ?? "no tracefs with system calls is mounted at \(named); 'mount -t tracefs tracefs /sys/kernel/tracing' mounts it")
  }

  /// Those of calls that this kernel has. None, if it has no tracefs there.
  private static func points(_ root: ProcRoot) throws(ProcError) -> [UInt64: TurnMeter.Point] {
    var points: [UInt64: TurnMeter.Point] = [:]
    for call in calls {
      for (side, point) in [("enter", TurnMeter.Point.enters), ("exit", .leaves)] {
        do {
          points[try number(root, "events/syscalls/sys_\(side)_\(call)/id")] = point
        } catch .gone {
          continue
        }
      }
    }
    return points
  }

  private static func number(_ root: ProcRoot, _ file: String) throws(ProcError) -> UInt64 {
    let text = try root.read(file)
    guard let number = UInt64(text.filter(\.isNumber)), text.utf8.count <= 16 else {
      throw .malformed(path: "\(root.path)/\(file)", reason: "is no number")
    }
    return number
  }
}

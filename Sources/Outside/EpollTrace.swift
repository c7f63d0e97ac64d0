import CLinux
import Glibc

/// Traces when a thread waits for events. It is not stopped, and not written to: the kernel writes a record each time, some 100 ns of its time.
///
/// For one thread, which is that of its owner.
final class EpollTrace {
  /// Why a thread cannot be traced.
  struct Refusal: Error, CustomStringConvertible {
    let call: String
    let errno: Int32

    var description: String {
      switch errno {
      case EACCES, EPERM:
        "this user may not trace (\(call): \(String(cString: strerror(errno)))); it takes root, or CAP_PERFMON in the host"
      case ENOSYS: "this kernel was built without perf events"
      default: "\(call): \(String(cString: strerror(errno)))"
      }
    }
  }

  /// Of 4 KiB: room for some 4,000 records, of which a loop at its limit makes 600 between two looks.
  private static let pages = 32

  private var events: [Int32] = []
  private var points: [UInt64: TurnMeter.Point] = [:]
  private var ring: UnsafeMutableRawPointer?
  private let buffer: UnsafeMutableRawBufferPointer

  init(_ thread: Int32, _ tracepoints: Tracepoints) throws(Refusal) {
    buffer = .allocate(byteCount: EpollTrace.pages * Int(sysconf(Int32(_SC_PAGESIZE))), alignment: 8)
    for (number, point) in tracepoints.points.sorted(by: { $0.key < $1.key }) { try add(number, point, thread) }
    for event in events { try EpollTrace.check("ioctl", calcmon_tracepoint_start(event)) }
  }

  deinit {
    if let ring { calcmon_ring_unmap(ring, EpollTrace.pages) }
    for event in events { close(event) }
    buffer.deallocate()
  }

  private func add(_ number: UInt64, _ point: TurnMeter.Point, _ thread: Int32) throws(Refusal) {
    var identifier: UInt64 = 0
    let event = calcmon_tracepoint_open(number, thread, &identifier)
    try EpollTrace.check("perf_event_open", event < 0 ? -event : 0)
    events.append(event)
    points[identifier] = point
    if events.count == 1 {
      ring = calcmon_ring_map(event, EpollTrace.pages)
      try EpollTrace.check("mmap", ring == nil ? Glibc.errno : 0)
    } else {
      try EpollTrace.check("ioctl", calcmon_ring_share(event, events[0]))
    }
  }

  private static func check(_ call: String, _ code: Int32) throws(Refusal) {
    if code != 0 { throw Refusal(call: call, errno: code) }
  }

  /// What the thread has passed.
  enum Passage {
    case passed(TurnMeter.Point, at: Int64)
    /// So many were not seen.
    case lost(Int)
  }

  /// What was passed since this was asked last, in the order of time.
  func read() -> [Passage] {
    guard let ring, let base = buffer.baseAddress else { return [] }
    let count = calcmon_ring_read(ring, EpollTrace.pages, base, buffer.count)
    return PerfRecord.parse(UnsafeRawBufferPointer(rebasing: buffer[..<count])).compactMap { record in
      switch record {
      case .sample(let event, _, let at): points[event].map { .passed($0, at: at) }
      case .lost(let count): .lost(count)
      case .damaged: .lost(1)
      case .other: nil
      }
    }
  }
}

import Synchronization

/// An I/O step that blocks the calling thread. Any thread may use it.
enum BlockingIO: Sendable {
  case timer(nanoseconds: Int64)
  case resource(ResourcePool)
  case external(ExternalIO)
  case step(UserIOStep, BlockingCalls, timeoutNanoseconds: Int64?)

  func perform(_ item: UInt64) throws {
    switch self {
    case .timer(let nanoseconds): sleepNanoseconds(nanoseconds)
    case .resource(let pool): try pool.perform(item)
    case .external(let io): try io.performBlocking()
    case .step(let step, let calls, let timeout):
      try calls.perform(onLoop: false, within: timeout) { try await step.perform(item) }
    }
  }
}

/// Something that I/O is done with, by one thread at a time: a connection, a file.
protocol IOResource: AnyObject, Sendable {
  /// Does the step for an item, and checks what came of it.
  func perform(_ item: UInt64) throws
}

/// Resources that are used again: as many as are in use at the same time, and none that has failed.
final class ResourcePool: Sendable {
  private let idle = Mutex<[any IOResource]>([])
  private let make: @Sendable () throws -> any IOResource

  init(make: @escaping @Sendable () throws -> any IOResource) { self.make = make }

  func perform(_ item: UInt64) throws {
    let resource = try idle.withLock { $0.popLast() } ?? make()
    try resource.perform(item)
    idle.withLock { $0.append(resource) }
  }
}

import NIOPosix
import Samples

extension ExternalIO {
  /// What asks a server, if the order has such a step. Programs with steps of their own have no client: that would be another library for each of
  /// them.
  static func client(
    _ io: RunOrder.IO, on group: MultiThreadedEventLoopGroup, connections: Int
  ) async throws -> any StepClient {
    #if Agent
      if io.kind == .url { return try await URLClient(io.url ?? "", on: group, connections: connections) }
      return HTTPStepClient(io, on: group, connections: connections)
    #else
      throw StepFailure("this program knows no I/O step of kind '\(io.kind.rawValue)'; it knows timer, disk, command and its own")
    #endif
  }
}

import NIOCore
import NIOPosix
import Processes

/// The reading ends of a child's standard output and error.
struct ChildPipes: Sendable {
  let output: ChildOutput
  let error: ChildOutput

  /// Takes both descriptors: if this fails, they are closed.
  init(output: Int32, error errorDescriptor: Int32, loop: any EventLoop) async throws {
    do {
      self.output = try await ChildOutput(descriptor: output, loop: loop)
    } catch {
      Descriptors.closeAll([errorDescriptor])
      throw error
    }
    do {
      self.error = try await ChildOutput(descriptor: errorDescriptor, loop: loop)
    } catch {
      await self.output.abandon()
      throw error
    }
  }

  /// Reads both to their ends, which are here already where no child was started.
  func drain() async {
    _ = await output.readTail()
    _ = await error.readTail()
  }

  /// Closes both after a while, whoever still holds the other ends.
  func close(after delay: TimeAmount) {
    output.close(after: delay)
    error.close(after: delay)
  }
}

/// One pipe, read on an event loop with back-pressure.
struct ChildOutput: Sendable {
  private let channel: NIOAsyncChannel<ByteBuffer, Never>

  /// Takes the descriptor: if this fails, it is closed.
  init(descriptor: Int32, loop: any EventLoop) async throws {
    do {
      channel = try await NIOPipeBootstrap(group: loop).takingOwnershipOfDescriptor(input: descriptor) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
      }
    } catch {
      Descriptors.closeAll([descriptor])
      throw error
    }
  }

  /// Closes the pipe unread.
  func abandon() async { try? await channel.executeThenClose { _ in } }

  /// Hands out what comes, until the end of the pipe.
  func forEachChunk(_ body: (ByteBuffer) throws -> Void) async throws {
    try await channel.executeThenClose { inbound in
      for try await chunk in inbound { try body(chunk) }
    }
  }

  /// Reads to the end of the pipe and returns the last part of it as text.
  func readTail() async -> String {
    let limit = 4096
    var tail: [UInt8] = []
    try? await forEachChunk { chunk in
      tail += chunk.readableBytesView
      if tail.count > limit { tail.removeFirst(tail.count - limit) }
    }
    return String(decoding: tail, as: UTF8.self)
  }

  func close(after delay: TimeAmount) {
    let channel = channel.channel
    let closing = channel.eventLoop.scheduleTask(in: delay) { channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in closing.cancel() }
  }
}

import NIOCore

/// What goes over the socket between a process pool and its workers: frames of fixed size in host byte order.
///
/// Both ends are the same binary on the same host, so there is nothing to negotiate.
enum PoolFrame {
  /// A CPU step to do.
  struct Request {
    static let size = 24
    let id: UInt64
    let seed: UInt64
    let operations: UInt64

    func write(to buffer: inout ByteBuffer) {
      buffer.writeInteger(id, endianness: .host)
      buffer.writeInteger(seed, endianness: .host)
      buffer.writeInteger(operations, endianness: .host)
    }

    init(id: UInt64, seed: UInt64, operations: UInt64) {
      self.id = id
      self.seed = seed
      self.operations = operations
    }

    init?(from buffer: inout ByteBuffer) {
      guard buffer.readableBytes >= Request.size,
        let id = buffer.readInteger(endianness: .host, as: UInt64.self),
        let seed = buffer.readInteger(endianness: .host, as: UInt64.self),
        let operations = buffer.readInteger(endianness: .host, as: UInt64.self)
      else { return nil }
      self.init(id: id, seed: seed, operations: operations)
    }
  }

  /// A CPU step done.
  struct Reply {
    static let size = 16
    let id: UInt64
    let result: UInt64

    func write(to buffer: inout ByteBuffer) {
      buffer.writeInteger(id, endianness: .host)
      buffer.writeInteger(result, endianness: .host)
    }

    init(id: UInt64, result: UInt64) {
      self.id = id
      self.result = result
    }

    init?(from buffer: inout ByteBuffer) {
      guard buffer.readableBytes >= Reply.size,
        let id = buffer.readInteger(endianness: .host, as: UInt64.self),
        let result = buffer.readInteger(endianness: .host, as: UInt64.self)
      else { return nil }
      self.init(id: id, result: result)
    }
  }
}

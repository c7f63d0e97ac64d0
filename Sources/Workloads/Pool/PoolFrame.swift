import NIOCore
import Samples

/// What goes over the socket between a process pool and its workers: whole batches, in host byte order.
///
/// Both ends are the same binary on the same host, so there is nothing to negotiate.
enum PoolFrame {
  /// CPU steps to do: all of one kernel and size, or all the step that the worker was started for.
  struct Batch: Equatable {
    private static let headerSize = 24
    /// In the place of a kernel's number.
    private static let step = UInt32.max
    let id: UInt64
    let work: KernelWork?
    let seeds: [UInt64]

    init(id: UInt64, work: KernelWork?, seeds: [UInt64]) {
      self.id = id
      self.work = work
      self.seeds = seeds
    }

    func write(to buffer: inout ByteBuffer) {
      buffer.writeInteger(id, endianness: .host)
      buffer.writeInteger(work?.operations ?? 0, endianness: .host)
      buffer.writeInteger(work?.kernel.number ?? Batch.step, endianness: .host)
      buffer.writeInteger(UInt32(seeds.count), endianness: .host)
      for seed in seeds { buffer.writeInteger(seed, endianness: .host) }
    }

    /// Takes the next batch out of the buffer; `nil` where it is not there as a whole.
    init?(from buffer: inout ByteBuffer) {
      let start = buffer.readerIndex
      guard buffer.readableBytes >= Batch.headerSize,
        let count = buffer.getInteger(at: start + 20, endianness: .host, as: UInt32.self),
        buffer.readableBytes >= Batch.headerSize + 8 * Int(count),
        let id = buffer.readInteger(endianness: .host, as: UInt64.self),
        let operations = buffer.readInteger(endianness: .host, as: UInt64.self),
        let number = buffer.readInteger(endianness: .host, as: UInt32.self),
        buffer.readInteger(endianness: .host, as: UInt32.self) != nil
      else { return nil }
      self.init(
        id: id, work: Kernel(number: number).map { KernelWork(kernel: $0, operations: operations) },
        seeds: buffer.readWords(Int(count)))
    }
  }

  /// A batch done.
  struct Reply: Equatable {
    private static let headerSize = 24
    /// The result of an item that failed, if there is a complaint.
    static let failed = UInt64.max
    /// Of a complaint, in bytes.
    private static let longestComplaint = 4096
    let id: UInt64
    /// CPU time that it took, all its items together.
    let cpuNanoseconds: Int64
    let results: [UInt64]
    /// What the first item that failed said.
    let complaint: String?

    init(id: UInt64, cpuNanoseconds: Int64, results: [UInt64], complaint: String? = nil) {
      self.complaint = complaint
      self.id = id
      self.cpuNanoseconds = cpuNanoseconds
      self.results = results
    }

    func write(to buffer: inout ByteBuffer) {
      buffer.writeInteger(id, endianness: .host)
      buffer.writeInteger(cpuNanoseconds, endianness: .host)
      let said = complaint.map { $0.utf8.suffix(Reply.longestComplaint) }
      buffer.writeInteger(UInt32(results.count), endianness: .host)
      buffer.writeInteger(UInt32(said.map { $0.count + 1 } ?? 0), endianness: .host)
      for result in results { buffer.writeInteger(result, endianness: .host) }
      if let said { buffer.writeBytes(said) }
    }

    /// Takes the next reply out of the buffer; `nil` where it is not there as a whole.
    ///
    /// - Throws: `PoolFrameError` where it can never be one.
    init?(from buffer: inout ByteBuffer) throws(PoolFrameError) {
      guard buffer.readableBytes >= Reply.headerSize,
        let count = buffer.getInteger(at: buffer.readerIndex + 16, endianness: .host, as: UInt32.self),
        let said = buffer.getInteger(at: buffer.readerIndex + 20, endianness: .host, as: UInt32.self)
      else { return nil }
      guard count <= PoolFrame.limit, said <= Reply.longestComplaint + 1 else { throw .notAReply }
      let length = max(0, Int(said) - 1)
      guard buffer.readableBytes >= Reply.headerSize + 8 * Int(count) + length,
        let id = buffer.readInteger(endianness: .host, as: UInt64.self),
        let cpu = buffer.readInteger(endianness: .host, as: Int64.self),
        buffer.readInteger(endianness: .host, as: UInt64.self) != nil
      else { return nil }
      let results = buffer.readWords(Int(count))
      let complaint = said > 0 ? buffer.readBytes(length: length).map { String(decoding: $0, as: UTF8.self) } : nil
      self.init(id: id, cpuNanoseconds: cpu, results: results, complaint: complaint)
    }
  }

  /// More items than any batch has.
  fileprivate static let limit: UInt32 = 1 << 20
}

/// A worker said something else.
enum PoolFrameError: Error {
  case notAReply
}

extension Kernel {
  fileprivate var number: UInt32 {
    switch self {
    case .integer: 0
    case .floating: 1
    case .memory: 2
    case .hashing: 3
    }
  }

  fileprivate init?(number: UInt32) {
    guard let kernel = Kernel.allCases.first(where: { $0.number == number }) else { return nil }
    self = kernel
  }
}

extension ByteBuffer {
  fileprivate mutating func readWords(_ count: Int) -> [UInt64] {
    (0..<count).map { _ in readInteger(endianness: .host, as: UInt64.self) ?? 0 }
  }
}

import CalcmonTesting
import Testing

/// A store as a sweep sees it: it is opened, takes numbered batches, is closed, and can be asked which batches it has.
struct SweptStore: Sendable, CustomTestStringConvertible {
  /// An open store. Each batch is written in one transaction.
  struct Session {
    let write: (_ number: Int) async throws -> Void
    let close: () async throws -> Void
  }

  let name: String
  /// Whether an acknowledged batch outlives a power failure.
  var isDurable = false
  /// Opens it, and makes it where there is none.
  let open: @Sendable (_ path: String) async throws -> Session
  /// How often each batch is there. Throws where half a batch is.
  let batches: @Sendable (_ database: PlainDatabase) throws -> [Int: Int]

  var testDescription: String { name }
}

/// Only part of a batch is there.
struct HalfBatch: Error {}

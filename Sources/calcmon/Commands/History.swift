import Console
import Storage

/// The stored history, for one command.
enum History {
  /// Opens it and gives it to the body; then says what of it could not be read.
  ///
  /// - Throws: `CommandFailure` where it cannot be read; what the body throws.
  static func read<Result>(_ path: String, _ body: (HistoryReader) throws -> Result) throws -> Result {
    do {
      let reader = try HistoryReader(path: path)
      if let note = reader.note { StandardError.write("calcmon: \(note)\n") }
      defer { if let text = reader.damagedRows.text { StandardError.write("calcmon: \(text)\n") } }
      return try body(reader)
    } catch let error as StorageError {
      throw CommandFailure(status: .failure, message: "\(error)")
    } catch let error as DamagedValue {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
  }
}

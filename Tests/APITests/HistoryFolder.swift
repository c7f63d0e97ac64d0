import API
import CalcmonTesting
import Runs
import Samples
import Snapshots
import Storage

/// A folder with a history that is open, as an agent has it, and short words for what tests ask.
final class HistoryFolder {
  private let directory: TemporaryDirectory
  let store: HistoryStore
  let reader: HistoryReader

  init() throws {
    directory = try TemporaryDirectory()
    store = try HistoryStore(path: directory.file("calcmon.db"), version: "test", pid: 1, at: Agents.now)
    reader = try HistoryReader(of: store)
  }

  /// Not inlined: Swift 6.3 crashes where it is put into an optimised asynchronous test.
  @inline(never)
  func close() async throws {
    try reader.close()
    try await store.close(at: Agents.now)
  }
}

/// Asks with a target as it stands in a request: `runs/12?limit=5`.
@inline(never)
func ask(_ target: String, _ snapshot: AgentSnapshot, _ history: HistoryReader? = nil) throws -> String {
  try answer(try request(target), snapshot: snapshot, history: history)
}

/// A target without percent-encoding.
func request(_ target: String) throws -> APIRequest {
  let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
  let pairs = parts.count < 2 ? [] : parts[1].split(separator: "&")
  let query = pairs.map { pair -> (name: String, value: String) in
    let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return (name: String(sides[0]), value: sides.count < 2 ? "" : String(sides[1]))
  }
  return try APIRequest(path: parts[0].split(separator: "/").map(String.init), query: query)
}

/// Why a target is refused; `nil` where it is answered.
@inline(never)
func problem(_ target: String, _ snapshot: AgentSnapshot = Agents.busy, _ history: HistoryReader? = nil) -> APIProblem? {
  do {
    _ = try ask(target, snapshot, history)
    return nil
  } catch {
    return error as? APIProblem
  }
}

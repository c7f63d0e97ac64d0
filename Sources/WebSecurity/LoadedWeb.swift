import Samples

/// A configuration with all that it names, loaded at a moment.
struct LoadedWeb: Sendable {
  let settings: WebSettings
  let tls: ServerTLS?
  /// The files that it was made of, as they were before they were read.
  let marks: [String: FileMark?]

  /// Reads the files; blocks.
  init(
    file: String, read: @Sendable (String) throws -> WebSettings, now: Timestamp
  ) throws(WebSecurityError) {
    var marks = Self.marks([file])
    do {
      settings = try read(file)
    } catch {
      throw .configuration("\(error)")
    }
    marks.merge(Self.marks(settings.tls?.files ?? [])) { $1 }
    self.marks = marks
    tls = try settings.tls.map { tls throws(WebSecurityError) in try ServerTLS(tls, now: now) }
  }

  /// Whether any of the files is another one now; blocks.
  var isOutdated: Bool { Self.marks(Array(marks.keys)) != marks }

  private static func marks(_ files: [String]) -> [String: FileMark?] {
    Dictionary(files.map { ($0, FileMark($0)) }) { $1 }
  }
}

extension WebSettings.TLS {
  fileprivate var files: [String] { [certificate, key, clientCA].compactMap { $0?.path } }
}

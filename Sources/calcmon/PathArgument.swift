import ArgumentParser

/// A file or a folder, as an option or an argument names it.
///
/// It is never empty: an empty path is a variable that is not set, and means something else to each library that is given one. An option that
/// takes a path has this type.
struct PathArgument: ExpressibleByArgument, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  let path: String

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    path = argument
  }

  init(stringLiteral path: String) { self.path = path }

  var description: String { path }
}

package import Thresholds

/// The picture in a browser's tab: a square in the colour of the verdict, so that a breach shows among other tabs.
package enum PageIcon: Hashable, Sendable {
  /// No verdict is meant.
  case plain
  case verdict(Verdict)

  /// A picture in an address: nothing is asked for.
  var address: String {
    let shape = sign.map { "%3Cpath d='\($0)' fill='none' stroke='%23fff' stroke-width='2.5'/%3E" } ?? ""
    return "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
      + "%3Crect width='16' height='16' rx='3' fill='%23\(colour)'/%3E\(shape)%3C/svg%3E"
  }

  private var colour: String {
    switch self {
    case .plain: "5d636c"
    case .verdict(.met): "1a7437"
    case .verdict(.breached): "b9222a"
    case .verdict(.unknown): "855c00"
    }
  }

  private var sign: String? {
    switch self {
    case .plain: "M3,11L6,6L9,9L13,4"
    case .verdict(.met): "M3,8.5L6.5,12L13,4.5"
    case .verdict(.breached): "M4,4L12,12M12,4L4,12"
    case .verdict(.unknown): "M4,8L12,8"
    }
  }
}

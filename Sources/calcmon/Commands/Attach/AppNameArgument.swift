/// The name of an application on the command line.
enum AppNameArgument {
  static let demand = "--app must be 1 to 64 letters, digits, '_', '.' or '-', as in --app shop"
  private static let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")

  static func isGood(_ name: String) -> Bool { (1...64).contains(name.utf8.count) && name.allSatisfy(letters.contains) }
}

import CCrypt

/// bcrypt by libcrypt.
enum Bcrypt {
  /// What bcrypt reads of a password; all that follows would make no difference.
  static let longestPassword = 72

  /// The password's hash with the salt and cost of another; `nil` where libcrypt cannot. Blocks for as long as the cost says.
  ///
  /// - Parameter password: without a null byte.
  @Sendable static func hash(_ password: [UInt8], like other: BcryptHash) -> [UInt8]? {
    var output = [CChar](repeating: 0, count: 64)
    let password = password.map { CChar(bitPattern: $0) } + [0]
    guard calcmon_crypt(password, other.text, &output, output.count) == 0 else { return nil }
    return output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  }
}
